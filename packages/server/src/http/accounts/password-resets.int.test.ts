import { startTestServer, type TestServer } from '@pawprint/testing';
import { linkIn, type MailServer, startMailServer } from '@pawprint/testing/mail';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf, addAccount, errorOf, PASSWORD, post, signIn, statusOf } from './accounts.builder.ts';

let mailServer: MailServer;
let server: TestServer;
beforeAll(async () => {
  mailServer = await startMailServer();
  server = await startTestServer({ PAWPRINT_SMTP_URL: mailServer.url });
});
afterAll(async () => {
  await server.stop();
  await mailServer.stop();
});

const request = (email: string) => post(server, '/api/password-resets', { email });
const tokenOf = (url: string): string => new URL(url).hash.slice(1);
const reset = (url: string, password = 'another password') =>
  post(server, '/api/password-resets/use', { token: tokenOf(url), password });
const show = (url: string) => post(server, '/api/password-resets/show', { token: tokenOf(url) });

const linkFor = async (id: string): Promise<string> =>
  (await server.client.call('createPasswordLink', { params: { id } }))?.url ?? '';

test('a new password is set by a link in a mail, and ends all sessions', async () => {
  await addAccount(server, 'ana');
  const cookie = await signIn(server, 'ana');
  expect((await request('Ana@example.org')).status).toBe(202);
  const link = linkIn(await mailServer.mailTo('ana@example.org'));
  expect([link.origin, link.pathname]).toEqual([server.url, '/new-password']);
  expect(await (await show(link.href)).json()).toEqual({ email: 'ana@example.org', name: 'ana' });
  expect(await (await reset(link.href)).json()).toEqual({ email: 'ana@example.org' });

  expect(await statusOf(server, { cookie: cookie ?? '' })).toBe(401);
  expect(await signIn(server, 'ana', PASSWORD)).toBeNull();
  expect(await signIn(server, 'ana', 'another password')).not.toBeNull();
  expect(await actsOf(server, 'account.reset_password')).toMatchObject([
    { user_id: 'ana', user_name: 'ana', subject: 'ana', address: '127.0.0.1', details: { link_by: null } },
  ]);
});

test('the answer is the same whether there is an account or not', async () => {
  await addAccount(server, 'ben');
  const answers = await Promise.all([request('ben@example.org'), request('nobody@example.org')]);
  const shown = await Promise.all(
    answers.map(async (answer) => [answer.status, [...answer.headers.keys()], await answer.text()]),
  );
  expect(shown[0]).toEqual(shown[1]);
  await mailServer.mailTo('ben@example.org');
  expect(mailServer.mails.filter(({ text }) => text?.includes('nobody@'))).toEqual([]);
});

test('an account without a password gets a mail without a link, and a banned one none', async () => {
  await server.db.insertInto('users').values({ id: 'oidc', name: 'O', email: 'oidc@example.org' }).execute();
  await addAccount(server, 'banned');
  await server.db.updateTable('users').set({ banned: true }).where('id', '=', 'banned').execute();
  await Promise.all([request('banned@example.org'), request('oidc@example.org')]);
  const mail = await mailServer.mailTo('oidc@example.org');
  expect(mail.text).toContain('has no password');
  expect(() => linkIn(mail)).toThrow('no link');
  const links = await server.db.selectFrom('password_resets').select('user_id').execute();
  expect(links.map(({ user_id }) => user_id)).not.toContain('banned');
});

test('a fourth request within an hour is refused, for unknown addresses too', async () => {
  for (const email of ['many@example.org', 'nobody-else@example.org']) {
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await request(email)).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
  }
  expect(await errorOf(await request('many@example.org'))).toEqual([
    429,
    'too_many_requests',
    'Too many requests for mails from here, or to this address. Try again in 60 minutes.',
  ]);
});

describe('an administrator', () => {
  test('makes a link, which is mailed too, and is recorded', async () => {
    await addAccount(server, 'cy');
    const made = await server.client.call('createPasswordLink', { params: { id: 'cy' } });
    expect(made?.mail).toBe('sent');
    expect(linkIn(await mailServer.mailTo('cy@example.org')).href).toBe(made?.url);
    expect((await reset(made?.url ?? '')).status).toBe(200);
    expect(await actsOf(server, 'account.password_link')).toMatchObject([{ subject: 'cy' }]);
  });

  test('makes no link for an account that does not exist', async () => {
    await expect(linkFor('nobody')).rejects.toMatchObject({ code: 'user_not_found' });
  });
});

describe('a link that does nothing any more says why', () => {
  test('after it, or another one of the person, was used', async () => {
    await addAccount(server, 'dan');
    const [first, second] = [await linkFor('dan'), await linkFor('dan')];
    expect((await reset(second)).status).toBe(200);
    for (const url of [first, second])
      for (const answer of [await show(url), await reset(url)])
        expect(await errorOf(answer)).toEqual([410, 'link_over', expect.stringContaining('used already')]);
  });

  test('after it has expired', async () => {
    await addAccount(server, 'eve');
    const url = await linkFor('eve');
    await server.db
      .updateTable('password_resets')
      .set({ expires_at: new Date(0) })
      .where('user_id', '=', 'eve')
      .execute();
    for (const answer of [await show(url), await reset(url)])
      expect(await errorOf(answer)).toEqual([410, 'link_over', expect.stringContaining('has expired')]);
  });
});

test('two links that are used at once set one password', async () => {
  await addAccount(server, 'fay');
  const [first, second] = [await linkFor('fay'), await linkFor('fay')];
  const answers = await Promise.all([reset(first, 'password one'), reset(second, 'password two')]);
  expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([200, 410]);
});

test('an address asks for 30 mails in an hour at most, for whomever', async () => {
  const answers = await Promise.all(Array.from({ length: 31 }, (_, n) => request(`n${n}@example.org`)));
  expect(answers.map(({ status }) => status)).toContain(429);
});

test('tokens that stand for nothing are limited as wrong passwords are', async () => {
  const other = await startTestServer();
  const guess = () => post(other, '/api/password-resets/show', { token: 'guess' });
  const statuses = [];
  for (let n = 0; n < 11; n++) statuses.push((await guess()).status);
  expect(statuses).toEqual([...Array(10).fill(404), 429]);
  await other.stop();
});

test('a person is told when no mail can be sent', async () => {
  const [without, away] = [
    await startTestServer(),
    await startTestServer({ PAWPRINT_SMTP_URL: 'smtp://127.0.0.1:1' }),
  ];
  const body = { email: 'ana@example.org' };
  expect(await errorOf(await post(without, '/api/password-resets', body))).toEqual([
    501,
    'not_offered',
    expect.stringContaining('Ask an administrator'),
  ]);
  expect(await errorOf(await post(away, '/api/password-resets', body))).toEqual([
    503,
    'unavailable',
    expect.stringContaining('the mail server cannot be reached'),
  ]);
  expect(await (await fetch(`${without.url}/api/sign-in-options`)).json()).toMatchObject({ mail: false });
  await Promise.all([without.stop(), away.stop()]);
});
