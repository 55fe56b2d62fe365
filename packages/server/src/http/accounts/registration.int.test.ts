import { startTestServer, type TestServer } from '@pawprint/testing';
import { linkIn, type MailServer, startMailServer } from '@pawprint/testing/mail';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { actsOf, addAccount, errorOf, PASSWORD, post, signIn } from './accounts.builder.ts';

const optionsOf = async ({ url }: TestServer) => (await fetch(`${url}/api/sign-in-options`)).json();
const answerOf = async (answer: Response) => [answer.status, [...answer.headers.keys()], await answer.text()];

test('nobody registers unless the server allows it', async () => {
  const server = await startTestServer();
  expect(await optionsOf(server)).toMatchObject({ registration: 'off' });
  const body = { email: 'new@example.org', name: 'New', password: PASSWORD };
  expect(await errorOf(await post(server, '/api/registrations', body))).toEqual([
    403,
    'forbidden',
    'Accounts on this server are by invitation. Ask an administrator.',
  ]);
  expect((await post(server, '/api/auth/sign-up/email', body)).status).toBe(404);
  await server.stop();
});

describe('with a mail server', () => {
  let mailServer: MailServer;
  let server: TestServer;
  beforeAll(async () => {
    mailServer = await startMailServer();
    server = await startTestServer({
      PAWPRINT_SMTP_URL: mailServer.url,
      PAWPRINT_ALLOW_REGISTRATION: 'on',
    });
  });
  afterAll(async () => {
    await server.stop();
    await mailServer.stop();
  });
  const register = (email: string) => post(server, '/api/registrations', { email });

  test('an account is created once the link in the mail is opened', async () => {
    expect(await optionsOf(server)).toMatchObject({ registration: 'by_mail', mail: true });
    expect(await (await register('New@example.org')).json()).toEqual({ mailed: true });
    const token = linkIn(await mailServer.mailTo('new@example.org')).hash.slice(1);
    const users = server.db.selectFrom('users').selectAll().where('email', '=', 'new@example.org');
    expect(await users.execute()).toEqual([]);
    const account = { token, name: 'New One', password: PASSWORD };
    expect((await post(server, '/api/invitations/accept', account)).status).toBe(201);
    expect(await users.execute()).toMatchObject([{ role: 'user', email_verified: true }]);
    expect(await signIn(server, 'new')).not.toBeNull();
    expect(await server.client.call('listInvitations', {})).toEqual({ invitations: [] });
  });

  test('the answer is the same for an address that has an account, whose owner is told', async () => {
    await addAccount(server, 'ana');
    const known = await answerOf(await register('ana@example.org'));
    expect(await answerOf(await register('unknown@example.org'))).toEqual(known);
    const mail = await mailServer.mailTo('ana@example.org');
    expect(mail.text).toContain('You have one already');
    expect(() => linkIn(mail)).toThrow('no link');
  });

  test('an address gets three mails in an hour at most', async () => {
    const statuses = [];
    for (let n = 0; n < 4; n++) statuses.push((await register('many@example.org')).status);
    expect(statuses).toEqual([202, 202, 202, 429]);
  });
});

describe('without a mail server', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startTestServer({ PAWPRINT_ALLOW_REGISTRATION: 'on' });
  });
  afterAll(() => server.stop());
  const register = (email: string, name?: string) =>
    post(server, '/api/registrations', { email, name, password: PASSWORD });

  test('an account works at once', async () => {
    expect(await optionsOf(server)).toMatchObject({ registration: 'at_once', mail: false });
    expect(await (await register('new@example.org', 'New One')).json()).toEqual({ mailed: false });
    expect(await signIn(server, 'new')).not.toBeNull();
    expect(await actsOf(server, 'account.register')).toMatchObject([
      { user_name: 'New One', subject_name: 'New One' },
    ]);
  });

  test('an account that exists keeps its password and its name', async () => {
    await addAccount(server, 'ana');
    const body = { email: 'ana@example.org', name: 'Eve', password: 'the password of Eve' };
    const known = await answerOf(await post(server, '/api/registrations', body));
    expect(await answerOf(await register('other@example.org', 'Other'))).toEqual(known);
    expect(await signIn(server, 'ana')).not.toBeNull();
    expect(await signIn(server, 'ana', 'the password of Eve')).toBeNull();
  });

  test('a name and a password are needed', async () => {
    expect((await register('x@example.org')).status).toBe(400);
  });
});
