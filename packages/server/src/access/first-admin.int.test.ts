import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ensureFirstAdmin, type FirstAdminSettings } from './first-admin.ts';
import { findKeyOwner, hashSecret } from './keys.ts';
import { findUserByPassword } from './password.ts';

let database: TestDatabase;
beforeEach(async () => {
  database = await createTestDatabase();
});
afterEach(() => database.drop());

const NOW = Date.parse('2026-11-24T02:00:00Z');
const EMAIL = 'Admin@Example.org';

const ensure = (settings: FirstAdminSettings) =>
  ensureFirstAdmin({ db: database.db, now: () => NOW }, settings);

const countUsers = async (): Promise<number> =>
  (await database.db.selectFrom('users').select('id').execute()).length;

describe('the first start', () => {
  test('creates the administrator with a generated password', async () => {
    const made = await ensure({ email: EMAIL });
    expect(made).toEqual({
      email: 'admin@example.org',
      generatedPassword: expect.stringMatching(/^([a-z2-9]{4}-){4}[a-z2-9]{4}$/),
    });
    const user = await findUserByPassword(database.db, EMAIL, made?.generatedPassword ?? '', NOW);
    expect(user).toMatchObject({ kind: 'user', name: 'Administrator', role: 'admin' });
  });

  test('uses the configured password and does not print it', async () => {
    const made = await ensure({ email: EMAIL, password: 'correct horse' });
    expect(made).toEqual({ email: 'admin@example.org', generatedPassword: null });
    expect(await findUserByPassword(database.db, EMAIL, 'correct horse', NOW)).not.toBeNull();
    expect(await findUserByPassword(database.db, EMAIL, 'wrong horse', NOW)).toBeNull();
  });

  test('accepts the configured key and stores only its hash', async () => {
    await ensure({ email: EMAIL, key: 'K' });
    expect(await findKeyOwner(database.db, hashSecret('K'), NOW)).toMatchObject({ role: 'admin' });
    const stored = await database.db.selectFrom('api_keys').select(['key', 'start']).executeTakeFirst();
    expect(stored).toEqual({ key: hashSecret('K'), start: null });
  });

  test('is in the audit log, without the key', async () => {
    await ensure({ email: EMAIL, key: 'K' });
    const acts = await database.db
      .selectFrom('audit_log')
      .select(['act', 'user_id', 'subject_name', 'details'])
      .execute();
    const details = { email: 'admin@example.org', role: 'admin', key: 'first start' };
    expect(acts).toEqual([{ act: 'account.create', user_id: null, subject_name: 'Administrator', details }]);
  });

  test('creates one administrator if ten servers start at once', async () => {
    const made = await Promise.all(Array.from({ length: 10 }, () => ensure({ email: EMAIL, key: 'K' })));
    expect(made.filter((admin) => admin !== null)).toHaveLength(1);
    expect(await countUsers()).toBe(1);
  });
});

test('a second start changes nothing, whatever is configured', async () => {
  await ensure({ email: EMAIL, password: 'correct horse' });
  expect(await ensure({ email: 'other@example.org', password: 'other', key: 'K' })).toBeNull();
  expect(await countUsers()).toBe(1);
  expect(await findKeyOwner(database.db, hashSecret('K'), NOW)).toBeNull();
  expect(await findUserByPassword(database.db, EMAIL, 'correct horse', NOW)).not.toBeNull();
});
