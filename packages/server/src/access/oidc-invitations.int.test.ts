import { describe, expect, test } from 'vitest';
import {
  ANA,
  addUser,
  listUsers,
  locationOf,
  type Place,
  refused,
  SIGNED_IN,
  signInAs,
  usePlace,
  whoIs,
} from './oidc-place.builder.ts';

/** Where only invitations give accounts. */
const closed = usePlace();
/** Where everybody whom the provider knows gets an account. */
const open = usePlace({ PAWPRINT_OIDC_REGISTRATION: 'on' });

/** The administrator invites Ana, as an operator and an editor of a space. */
const inviteAna = async ({ server }: Place): Promise<string> => {
  const space = await server.client.call('createSpace', { body: { name: 'Soil' } });
  const id = space?.id ?? '';
  await server.client.call('invite', {
    body: { email: ANA.email, role: 'operator', spaces: [{ id, role: 'editor' }] },
  });
  return id;
};

describe('somebody who was invited and has not opened the link', () => {
  const placeOfAna = async ({ server }: Place): Promise<unknown> =>
    server.db
      .selectFrom('users as u')
      .leftJoin('space_members as m', 'm.user_id', 'u.id')
      .where('u.email', '=', ANA.email)
      .select(['u.name', 'u.role', 'u.email_verified', 'm.space_id', 'm.role as space_role'])
      .execute();

  test.each([
    ['off', () => closed],
    ['on', () => open],
  ])('accepts the invitation by signing in, with registration %s', async (_, place) => {
    const { server, provider } = place();
    provider.people.set('ana', { ...ANA, email: 'Ana@Example.org' });
    const space = await inviteAna(place());
    const response = await signInAs(place(), 'ana');
    expect(locationOf(response)).toEqual(SIGNED_IN);
    expect(await whoIs(place(), response)).toBe(ANA.email);
    const row = {
      name: 'Ana',
      role: 'operator',
      email_verified: true,
      space_id: space,
      space_role: 'editor',
    };
    expect(await placeOfAna(place())).toEqual([row]);
    expect((await server.client.call('listInvitations', {}))?.invitations).toMatchObject([
      { state: 'accepted' },
    ]);
    const acts = await server.db.selectFrom('audit_log').select(['act', 'user_name', 'details']).execute();
    expect(acts.slice(-3)).toMatchObject([
      { act: 'invitation.accept', user_name: 'Ana', details: { role: 'operator', issuer: provider.issuer } },
      { act: 'account.connect', user_name: 'Ana' },
      { act: 'account.sign_in', user_name: 'Ana' },
    ]);
  });

  test.each([
    ['an address that the provider has not verified', { ...ANA, email_verified: false }],
    ['another address', { ...ANA, email: 'other@example.org' }],
  ])('stays out with %s', async (_, person) => {
    closed.provider.people.set('ana', person);
    await inviteAna(closed);
    expect(await whoIs(closed, await signInAs(closed, 'ana'))).toBe(401);
    expect(await listUsers(closed)).toEqual([]);
  });

  test.each(['revoked_at', 'accepted_at', 'expires_at'] as const)('stays out after %s', async (column) => {
    closed.provider.people.set('ana', ANA);
    await inviteAna(closed);
    await closed.server.db
      .updateTable('invitations')
      .set({ [column]: new Date(0).toISOString() })
      .execute();
    expect(locationOf(await signInAs(closed, 'ana'))).toEqual(refused('signup_disabled'));
  });

  test('stays out by a link that they asked for themselves', async () => {
    closed.provider.people.set('ana', ANA);
    await inviteAna(closed);
    await closed.server.db.updateTable('invitations').set({ by_registration: true }).execute();
    expect(locationOf(await signInAs(closed, 'ana'))).toEqual(refused('signup_disabled'));
  });

  test('is signed in to the account that is known by the id there, whatever the address is', async () => {
    closed.provider.people.set('ana', { ...ANA, email: 'old@example.org' });
    await addUser(closed, 'old');
    await signInAs(closed, 'ana');
    await inviteAna(closed);
    closed.provider.people.set('ana', ANA);
    expect(await whoIs(closed, await signInAs(closed, 'ana'))).toBe('old@example.org');
    expect(await listUsers(closed)).toEqual(['old@example.org']);
  });
});
