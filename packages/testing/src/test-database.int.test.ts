import { sql } from 'kysely';
import { Client } from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from './test-database.ts';

test('a test database is migrated, and its own', async () => {
  const one = await createTestDatabase();
  const other = await createTestDatabase();
  await one.db.insertInto('instance_settings').values({ name: 'colour', value: 'red' }).execute();

  const names = await other.db.selectFrom('instance_settings').select('name').execute();
  expect(names.map(({ name }) => name)).not.toContain('colour');
  await one.drop();
  await other.drop();
});

test('a connection that a test leaves open fails the drop', async () => {
  const database = await createTestDatabase();
  const leak = new Client(database.url);
  await leak.connect();

  await expect(database.drop()).rejects.toThrow(/being accessed by other users/);
  await leak.end();
});

test('bigint columns are read as numbers, and one that a number cannot hold is an error', async () => {
  const database = await createTestDatabase();

  const exact = await sql<{ n: number }>`select 9007199254740991::bigint as n`.execute(database.db);
  expect(exact.rows).toEqual([{ n: 9_007_199_254_740_991 }]);
  await expect(sql`select 9007199254740993::bigint as n`.execute(database.db)).rejects.toThrow(RangeError);
  await database.drop();
});
