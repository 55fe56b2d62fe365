import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { linkIn, type MailServer, startMailServer } from '@pawprint/testing/mail';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { actsOf, addAccount, errorOf, post, signIn, statusOf } from './accounts.builder.ts';

let mailServer: MailServer;
let server: TestServer;
beforeAll(async () => {
  mailServer = await startMailServer();
  server = await startTestServer({ PAWPRINT_SMTP_URL: mailServer.url });
  await addAccount(server, 'ana');
});
afterAll(async () => {
  await server.stop();
  await mailServer.stop();
});
beforeEach(async () => {
  await server.db.deleteFrom('invitations').execute();
  await server.db.deleteFrom('users').where('email', 'like', 'new%').execute();
});

const invite = (body: { email: string; name?: string; role?: 'operator' | 'admin'; spaces?: object[] }) =>
  server.client.call('invite', { body: body as { email: string } });

const tokenOf = (url: string): string => new URL(url).hash.slice(1);

const accept = (url: string, name = 'New One', password = 'a new password') =>
  post(server, '/api/invitations/accept', { token: tokenOf(url), name, password });

const show = (url: string) => post(server, '/api/invitations/show', { token: tokenOf(url) });

test('an invitation is mailed, and makes an account with its role and spaces', async () => {
  const space = await server.client.call('createSpace', { body: { name: 'Soil' } });
  const spaces = [{ id: space?.id ?? '', role: 'editor' }];
  const invited = await invite({ email: 'New1@example.org', name: 'Nina', role: 'operator', spaces });
  const mail = await mailServer.mailTo('new1@example.org');
  const link = linkIn(mail);

  expect(invited).toMatchObject({ url: link.href, mail: 'sent' });
  expect([link.origin, link.pathname]).toEqual([server.url, '/invitation']);
  expect(mail.text).toContain('Administrator (admin@example.org) invites you');
  expect(await (await show(link.href)).json()).toEqual({
    email: 'new1@example.org',
    name: 'Nina',
    invited_by: 'Administrator',
  });

  expect(await (await accept(link.href, 'Nina Nowak')).json()).toEqual({ email: 'new1@example.org' });
  const user = await server.db
    .selectFrom('users')
    .selectAll()
    .where('email', '=', 'new1@example.org')
    .executeTakeFirstOrThrow();
  expect(user).toMatchObject({ name: 'Nina Nowak', role: 'operator', email_verified: true });
  const members = await server.db
    .selectFrom('space_members')
    .selectAll()
    .where('user_id', '=', user.id)
    .execute();
  expect(members).toMatchObject([{ space_id: space?.id, role: 'editor' }]);
  const cookie = await signIn(server, 'new1', 'a new password');
  expect(await statusOf(server, { cookie: cookie ?? '' })).toBe(200);
  expect(await actsOf(server, 'invitation.accept')).toMatchObject([{ user_id: user.id }]);
  expect((await actsOf(server, 'invitation.create'))[0]).toMatchObject({
    user_name: 'Administrator',
    subject_name: 'new1@example.org',
    details: { role: 'operator' },
  });
});

test('only the hash of a link is stored', async () => {
  const invited = await invite({ email: 'new2@example.org' });
  const stored = JSON.stringify(await server.db.selectFrom('invitations').selectAll().execute());
  expect(stored).not.toContain(tokenOf(invited?.url ?? ''));
  expect(JSON.stringify(await server.db.selectFrom('audit_log').selectAll().execute())).not.toContain(
    tokenOf(invited?.url ?? ''),
  );
});

/** `fetch` sends no Host header but its own. */
const inviteByHost = (host: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const headers = {
      host,
      'x-forwarded-host': host,
      authorization: `Bearer ${server.adminKey}`,
      'content-type': 'application/json',
    };
    const sent = request(`${server.url}/api/invitations`, { method: 'POST', headers }, (response) => {
      text(response).then(resolve, reject);
    });
    sent.end(JSON.stringify({ email: 'new3@example.org' }));
  });

test('the link has the address of the server, whatever the Host header says', async () => {
  const answer = await inviteByHost('evil.example');
  expect(JSON.parse(answer).url.startsWith(`${server.url}/`)).toBe(true);
  expect(answer).not.toContain('evil.example');
});

describe('a link that does nothing any more says why', () => {
  const refused = async (url: string): Promise<unknown> => {
    const shown = await errorOf(await show(url));
    expect(await errorOf(await accept(url))).toEqual(shown);
    return shown;
  };

  test('after it was used', async () => {
    const { url = '' } = (await invite({ email: 'new@example.org' })) ?? {};
    await accept(url);
    expect(await refused(url)).toEqual([410, 'link_over', expect.stringContaining('was used already')]);
  });

  test('after it was revoked', async () => {
    const { url = '', invitation } = (await invite({ email: 'new@example.org' })) ?? {};
    const params = { id: invitation?.id ?? '' };
    await server.client.call('revokeInvitation', { params });
    expect(await refused(url)).toEqual([410, 'link_over', expect.stringContaining('was revoked')]);
    await expect(server.client.call('revokeInvitation', { params })).rejects.toMatchObject({ status: 404 });
  });

  test('after it has expired', async () => {
    const { url = '' } = (await invite({ email: 'new@example.org' })) ?? {};
    await server.db
      .updateTable('invitations')
      .set({ expires_at: new Date(0) })
      .execute();
    expect(await refused(url)).toEqual([410, 'link_over', expect.stringContaining('has expired')]);
  });

  test('after another one was made for the same address', async () => {
    const { url = '' } = (await invite({ email: 'new@example.org' })) ?? {};
    const second = await invite({ email: 'new@example.org' });
    expect(await refused(url)).toEqual([410, 'link_over', expect.stringContaining('was revoked')]);
    expect((await show(second?.url ?? '')).status).toBe(200);
  });

  test('after an account with its address was made otherwise', async () => {
    const { url = '' } = (await invite({ email: 'new@example.org' })) ?? {};
    await addAccount(server, 'new');
    expect(await refused(url)).toEqual([410, 'link_over', expect.stringContaining('There is an account')]);
  });

  test('if it was copied in part', async () => {
    expect(await refused('http://x/invitation#pawprint_half')).toEqual([
      404,
      'not_found',
      expect.stringContaining('not complete'),
    ]);
  });
});

test('a link that is used twice at once makes one account', async () => {
  const { url = '' } = (await invite({ email: 'new@example.org' })) ?? {};
  const answers = await Promise.all([accept(url), accept(url)]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([201, 410]);
});

test.each([
  { name: '', password: 'a new password' },
  { name: 'A', password: 'short' },
  { name: 'A\nB', password: 'a new password' },
])('an account is not made of %j', async ({ name, password }) => {
  const { url = '' } = (await invite({ email: 'new@example.org' })) ?? {};
  expect((await accept(url, name, password)).status).toBe(400);
  expect((await show(url)).status).toBe(200);
});

test('who has an account is not invited', async () => {
  await expect(invite({ email: 'Ana@example.org' })).rejects.toMatchObject({ code: 'conflict' });
});

test('an invitation to a space that does not exist is refused', async () => {
  const spaces = [{ id: '00000000-0000-0000-0000-000000000000', role: 'viewer' }];
  await expect(invite({ email: 'new@example.org', spaces })).rejects.toMatchObject({
    code: 'space_not_found',
  });
});

test('invitations are listed with who made them and what became of them', async () => {
  const first = await invite({ email: 'new1@example.org' });
  await accept(first?.url ?? '');
  await invite({ email: 'new2@example.org' });
  const { invitations = [] } = (await server.client.call('listInvitations', {})) ?? {};
  expect(invitations.map(({ email, state }) => [email, state])).toEqual([
    ['new2@example.org', 'open'],
    ['new1@example.org', 'accepted'],
  ]);
  expect(invitations[0]).toMatchObject({
    invited_by: { name: 'Administrator' },
    mailed_at: expect.any(String),
  });
});

test('the link is passed on by hand where the mail server is down, and where there is none', async () => {
  const away = await startTestServer({ PAWPRINT_SMTP_URL: 'smtp://127.0.0.1:1' });
  const without = await startTestServer();
  const body = { email: 'new@example.org' };
  expect(await away.client.call('invite', { body })).toMatchObject({
    mail: 'failed',
    url: expect.any(String),
  });
  expect(await without.client.call('invite', { body })).toMatchObject({ mail: 'off' });
  const { invitations = [] } = (await away.client.call('listInvitations', {})) ?? {};
  expect(invitations[0]?.mailed_at).toBeNull();
  await Promise.all([away.stop(), without.stop()]);
});
