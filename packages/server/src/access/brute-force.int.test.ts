import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import type { FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { accessHandlers } from '../http/accounts/accounts.ts';
import { buildApp } from '../http/app.ts';
import { insertInvitation } from '../store/invitations.ts';
import { createAccess } from './create-access.ts';
import { hashSecret, newSecret } from './keys.ts';
import { setPassword } from './password.ts';

const EVE = 'eve@example.org';
const HOME = '10.9.9.9';

let database: TestDatabase;
let app: FastifyInstance;
let now = Date.parse('2026-11-24T02:00:00Z');
/** Of a session that began at home. */
let cookie = '';

beforeAll(async () => {
  database = await createTestDatabase();
  const access = await createAccess({
    db: database.db,
    address: { publicUrl: 'http://localhost:9000' },
    now: () => now,
    jobCredentialMs: 1_000,
    allowPublic: false,
  });
  app = await buildApp({
    handlers: accessHandlers({ ...access.accounts, callAuth: access.callAuth }),
    authenticate: access.authenticate,
    callAuth: access.callAuth,
  });
  await database.db.insertInto('users').values({ id: EVE, name: 'Eve', email: EVE }).execute();
  await setPassword(database.db, EVE, 'the right one');
  const response = await doors['the sign-in']('the right one', HOME);
  cookie = response.cookies.map(({ name, value }) => `${name}=${encodeURIComponent(value)}`).join('; ');
});
beforeEach(() => {
  now += 16 * 60_000;
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const basic = (password: string): string => `Basic ${Buffer.from(`${EVE}:${password}`).toString('base64')}`;
const postAuth = (
  path: string,
  payload: object,
  remoteAddress: string,
  headers: Record<string, string> = { cookie },
) => app.inject({ method: 'POST', url: `/api/auth/${path}`, payload, headers, remoteAddress });

const postLink = (path: string, payload: object, remoteAddress: string) =>
  app.inject({ method: 'POST', url: `/api/${path}`, payload, remoteAddress });

/** Every way to try a password, or what stands for one. */
const doors = {
  'the sign-in': (password: string, remoteAddress: string) =>
    postAuth('sign-in/email', { email: EVE, password }, remoteAddress),
  Basic: (password: string, remoteAddress: string) =>
    app.inject({ url: '/api/me', headers: { authorization: basic(password) }, remoteAddress }),
  'the change of a password': (currentPassword: string, remoteAddress: string) =>
    postAuth('change-password', { currentPassword, newPassword: 'x'.repeat(12) }, remoteAddress),
  'the confirmation of a password': (password: string, remoteAddress: string) =>
    postAuth('verify-password', { password }, remoteAddress),
  'the link for a new password': (token: string, remoteAddress: string) =>
    postLink('password-resets/show', { token }, remoteAddress),
  'the reset of a password': (token: string, remoteAddress: string) =>
    postLink('password-resets/use', { token, password: 'x'.repeat(12) }, remoteAddress),
  'the link of an invitation': (token: string, remoteAddress: string) =>
    postLink('invitations/show', { token }, remoteAddress),
  'the acceptance of an invitation': (token: string, remoteAddress: string) =>
    postLink('invitations/accept', { token, name: 'Eve', password: 'x'.repeat(12) }, remoteAddress),
};

/** How many of so many guesses at once were checked. */
const guessAt = async (door: keyof typeof doors, guesses: number, addressOf: (n: number) => string) => {
  const responses = await Promise.all(
    Array.from({ length: guesses }, (_, n) => doors[door](`guess ${n}`, addressOf(n))),
  );
  return responses.filter(({ statusCode }) => statusCode !== 429).length;
};

test.each(Object.keys(doors) as (keyof typeof doors)[])(
  'guesses through %s end after ten guesses from an address',
  async (door) => {
    expect(await guessAt(door, 11, () => '10.1.0.1')).toBe(10);
  },
);

test('guesses from many addresses end at all doors after thirty, but not where the owner is', async () => {
  expect(await guessAt('Basic', 35, (n) => `10.2.0.${n}`)).toBe(30);
  const others = ['the sign-in', 'the change of a password', 'the confirmation of a password'] as const;
  for (const door of others) expect((await doors[door]('the right one', '10.3.0.1')).statusCode).toBe(429);
  expect((await doors['the sign-in']('the right one', HOME)).statusCode).toBe(200);
  expect((await doors.Basic('the right one', HOME)).statusCode).toBe(200);
});

test('an address that has guessed at one link has no guesses left at the others, nor right ones', async () => {
  expect(await guessAt('the reset of a password', 10, () => '10.4.0.1')).toBe(10);
  const token = await invitationOf('friend@example.org');
  for (const door of ['the link of an invitation', 'the acceptance of an invitation'] as const)
    expect((await doors[door](token, '10.4.0.1')).statusCode).toBe(429);
  expect((await doors['the link of an invitation'](token, '10.4.0.2')).statusCode).toBe(200);
  expect((await doors['the acceptance of an invitation'](token, '10.4.0.2')).statusCode).toBe(201);
});

/** The token of an open invitation. */
const invitationOf = async (email: string): Promise<string> => {
  const token = newSecret();
  await database.db.transaction().execute((trx) =>
    insertInvitation(trx, {
      id: uuidv7(),
      tokenHash: hashSecret(token),
      email,
      name: '',
      role: 'user',
      spaces: [],
      invitedBy: EVE,
      createdAt: now,
      expiresAt: now + 60_000,
    }),
  );
  return token;
};

test('a guess does not escape by naming another address in a header', async () => {
  const statuses = [];
  for (let n = 0; n < 11; n++) {
    const headers = { 'x-forwarded-for': `10.6.0.${n}` };
    const body = { email: EVE, password: 'guess' };
    statuses.push((await postAuth('sign-in/email', body, '127.0.0.1', headers)).statusCode);
  }
  expect(statuses).toEqual([...Array(10).fill(401), 429]);
});

test('a session has the address of its connection, whatever a header says', async () => {
  const body = { email: EVE, password: 'the right one' };
  await postAuth('sign-in/email', body, '10.7.0.1', { 'x-forwarded-for': '6.6.6.6' });
  const sessions = await database.db.selectFrom('sessions').select('ip_address').execute();
  const addresses = sessions.map(({ ip_address }) => ip_address);
  expect(addresses).toContain('10.7.0.1');
  expect(addresses).not.toContain('6.6.6.6');
});
