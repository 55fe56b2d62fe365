import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureFirstAdmin } from './first-admin.ts';
import { findKeyOwner, hashApiKey } from './keys.ts';
import { findUserByPassword } from './password.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const NOW = Date.parse('2026-11-24T02:00:00Z');
const EMAIL = 'Admin@Example.org';

const countUsers = async (): Promise<number> =>
  (await database.db.selectFrom('users').select('id').execute()).length;

describe('the first start', () => {
  test('makes the administrator with a generated password that signs in', async () => {
    const made = await ensureFirstAdmin(database.db, { email: EMAIL });
    expect(made).toEqual({
      email: 'admin@example.org',
      generatedPassword: expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/),
    });
    const user = await findUserByPassword(database.db, EMAIL, made?.generatedPassword ?? '', NOW);
    expect(user).toMatchObject({ kind: 'user', name: 'Administrator', role: 'admin' });
  });

  test('takes the password of the installer and does not repeat it', async () => {
    const made = await ensureFirstAdmin(database.db, { email: EMAIL, password: 'correct horse' });
    expect(made).toEqual({ email: 'admin@example.org', generatedPassword: null });
    expect(await findUserByPassword(database.db, EMAIL, 'correct horse', NOW)).not.toBeNull();
    expect(await findUserByPassword(database.db, EMAIL, 'wrong horse', NOW)).toBeNull();
  });

  test('takes a key exactly as given, one letter too, and stores nothing it could be read from', async () => {
    await ensureFirstAdmin(database.db, { email: EMAIL, key: 'K' });
    expect(await findKeyOwner(database.db, await hashApiKey('K'), NOW)).toMatchObject({ role: 'admin' });
    const stored = await database.db.selectFrom('api_keys').select(['key', 'start']).executeTakeFirst();
    expect(stored).toEqual({ key: await hashApiKey('K'), start: null });
  });

  test('makes one administrator where ten servers start at once', async () => {
    const made = await Promise.all(
      Array.from({ length: 10 }, () => ensureFirstAdmin(database.db, { email: EMAIL, key: 'K' })),
    );
    expect(made.filter((admin) => admin !== null)).toHaveLength(1);
    expect(await countUsers()).toBe(1);
  });
});

test('a second start changes nothing, whatever it is told', async () => {
  await ensureFirstAdmin(database.db, { email: EMAIL, password: 'correct horse' });
  expect(
    await ensureFirstAdmin(database.db, { email: 'other@example.org', password: 'other', key: 'K' }),
  ).toBeNull();
  expect(await countUsers()).toBe(1);
  expect(await findKeyOwner(database.db, await hashApiKey('K'), NOW)).toBeNull();
  expect(await findUserByPassword(database.db, EMAIL, 'correct horse', NOW)).not.toBeNull();
});
