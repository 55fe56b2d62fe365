import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { getMigrations } from 'better-auth/db/migration';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { authOptions } from './auth.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const missing = async () => {
  const options = authOptions({
    db: database.db,
    secret: 'x'.repeat(43),
    publicUrl: 'http://localhost:9000',
  });
  const { toBeCreated, toBeAdded, toBeAddedIndexes, unsafeChanges, schemaProblems } =
    await getMigrations(options);
  return {
    tables: toBeCreated.map(({ table }) => table),
    fields: toBeAdded.flatMap(({ table, fields }) => Object.keys(fields).map((field) => `${table}.${field}`)),
    indexes: toBeAddedIndexes.map(({ name }) => name),
    problems: [...unsafeChanges, ...schemaProblems],
  };
};

test('our tables have every table, field and index that better-auth uses', async () => {
  expect(await missing()).toEqual({ tables: [], fields: [], indexes: [], problems: [] });
});

test('a field of better-auth that is missing here fails the comparison', async () => {
  await sql`alter table sessions drop column impersonated_by`.execute(database.db);
  expect((await missing()).fields).toEqual(['sessions.impersonated_by']);
});
