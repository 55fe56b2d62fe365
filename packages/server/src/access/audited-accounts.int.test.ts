import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessHandlers } from '../http/accounts/accounts.ts';
import { buildApp } from '../http/app.ts';
import { type Access, createAccess } from './create-access.ts';
import { setPassword } from './password.ts';

const EVE = { id: 'eve', email: 'eve@example.org', password: 'the right one' };

let database: TestDatabase;
let app: FastifyInstance;
let access: Access;
let newest = '0';
beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  [access, app] = await openAccess();
  await db.insertInto('users').values({ id: EVE.id, name: 'Eve', email: EVE.email }).execute();
  await setPassword(db, EVE.id, EVE.password);
});
const openAccess = async (): Promise<[Access, FastifyInstance]> => {
  const opened = await createAccess({
    db: database.db,
    now: Date.now,
    address: { publicUrl: 'http://localhost:9000' },
    jobCredentialMs: 1_000,
    allowPublic: false,
  });
  const handlers = accessHandlers({ ...opened.accounts, callAuth: opened.callAuth });
  return [opened, await buildApp({ handlers, authenticate: opened.authenticate, callAuth: opened.callAuth })];
};
beforeEach(async () => {
  await acts();
});
afterAll(async () => {
  await app.close();
  await access.refusedPasswords.stop();
  await database.drop();
});

/** What was recorded since the last call. */
const acts = async () => {
  const rows = await database.db
    .selectFrom('audit_log')
    .select(['seq', 'act', 'user_name', 'subject', 'subject_name', 'address', 'means', 'details'])
    .where('seq', '>', newest)
    .orderBy('seq')
    .execute();
  newest = rows.at(-1)?.seq ?? newest;
  return rows;
};

const post = (path: string, payload: object, headers: Record<string, string> = {}) =>
  app.inject({
    method: 'POST',
    url: `/api/auth/${path}`,
    payload,
    headers: { 'user-agent': 'Firefox', ...headers },
    remoteAddress: '192.0.2.7',
  });

const signIn = async (): Promise<Record<string, string>> => {
  const { cookies } = await post('sign-in/email', EVE);
  return { cookie: cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ') };
};

const BY_EVE = {
  user_name: 'Eve',
  subject: EVE.id,
  subject_name: 'Eve',
  address: '192.0.2.7',
  means: 'session',
};

test('signing in and out is recorded with the address and the browser', async () => {
  const headers = await signIn();
  await post('sign-out', {}, headers);
  expect(await acts()).toMatchObject([
    { ...BY_EVE, act: 'account.sign_in', details: { browser: 'Firefox' } },
    { ...BY_EVE, act: 'account.sign_out', details: {} },
  ]);
});

test('a change of the password and the end of other sessions are recorded', async () => {
  const headers = await signIn();
  await acts();
  await post('change-password', { currentPassword: EVE.password, newPassword: EVE.password }, headers);
  await post('revoke-other-sessions', {}, headers);
  expect((await acts()).map(({ act, user_name }) => [act, user_name])).toEqual([
    ['account.change_password', 'Eve'],
    ['account.end_sessions', 'Eve'],
  ]);
});

test('what changes nothing is not recorded', async () => {
  const headers = await signIn();
  await acts();
  await post('change-password', { currentPassword: 'wrong', newPassword: 'x'.repeat(12) }, headers);
  await post('sign-out', {});
  await app.inject({ url: '/api/auth/get-session', headers });
  const recorded = await acts();
  expect(recorded.filter(({ act }) => act !== 'account.refuse_password')).toEqual([]);
});

test('refused passwords are recorded with their number, under names of accounts only', async () => {
  await access.refusedPasswords.stop();
  await acts();
  const [fresh, own] = await openAccess();
  const guess = (email: string, remoteAddress: string) =>
    own.inject({
      method: 'POST',
      url: '/api/auth/sign-in/email',
      payload: { email, password: 'wrong' },
      remoteAddress,
    });
  for (let n = 0; n < 3; n++) await guess(EVE.email, '192.0.2.9');
  await guess('my password, typed into the wrong field', '192.0.2.9');
  await fresh.refusedPasswords.stop();
  await own.close();
  const recorded = await acts();
  const timesOf = (subject: string) =>
    recorded
      .filter((row) => row.act === 'account.refuse_password' && row.subject === subject)
      .reduce((sum, { details }) => sum + Number(details['times']), 0);
  expect([timesOf(EVE.id), timesOf('unknown')]).toEqual([3, 1]);
  expect(recorded[0]).toMatchObject({ subject_name: 'Eve', address: '192.0.2.9', user_name: null });
  expect(JSON.stringify(recorded)).not.toContain('my password');
});
