import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import fc from 'fast-check';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MOST_PREPARED, unnestRows } from './unnest-rows.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const TYPES = {
  id: 'uuid',
  words: 'text',
  count: 'integer',
  at: 'timestamptz',
  data: 'jsonb',
  ids: 'uuid[]',
};

const COLUMNS = Object.keys(TYPES) as (keyof typeof TYPES)[];

/** PostgreSQL stores neither NUL nor half a surrogate pair. */
const text = fc.string({ unit: 'grapheme' }).filter((each) => !each.includes('\0') && each.isWellFormed());

const row = fc.record({
  id: fc.uuid(),
  words: fc.option(
    fc.oneof(text, fc.constantFrom('NULL', 'null', '', '{}', '{a,b}', '"', '\\', "'; --", ' a ')),
  ),
  count: fc.option(fc.integer({ min: -1_000, max: 1_000 })),
  at: fc.option(fc.date({ min: new Date('1970-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })),
  data: fc.option(fc.dictionary(fc.constantFrom('a', 'b'), text)),
  ids: fc.array(fc.uuid(), { maxLength: 3 }),
});

test('rows are read as they were sent, in their order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 20 }), async (rows) => {
      const sent = rows.map((each) => ({ ...each, data: each.data && JSON.stringify(each.data) }));
      const { rows: read } = await sql`select * from ${unnestRows(sent, TYPES)} as read`.execute(database.db);
      expect(read).toEqual(rows.map((each) => ({ ...each, data: each.data && { ...each.data } })));
    }),
    { numRuns: 100 },
  );
});

test('many rows are read as they were sent, whichever columns have one value in all', async () => {
  await fc.assert(
    fc.asyncProperty(
      row,
      fc.array(row, { minLength: 2, maxLength: 3 }),
      fc.subarray(COLUMNS),
      async (...given) => {
        const [same, different, columns] = given;
        const common = Object.fromEntries(columns.map((column) => [column, same[column]]));
        const many = Array.from({ length: MOST_PREPARED + 1 }, (_, n) => ({
          ...same,
          ...different[n % different.length],
          ...common,
        }));
        const sent = many.map((each) => ({ ...each, data: each.data && JSON.stringify(each.data) }));
        const { rows: read } = await sql`select * from ${unnestRows(sent, TYPES)} as read`.execute(
          database.db,
        );
        expect(read).toEqual(many.map((each) => ({ ...each, data: each.data && { ...each.data } })));
      },
    ),
    { numRuns: 50 },
  );
});

test('an undefined value is read as null', async () => {
  const { rows } =
    await sql`select * from ${unnestRows([{ count: undefined }], { count: 'integer' })} as read`.execute(
      database.db,
    );
  expect(rows).toEqual([{ count: null }]);
});
