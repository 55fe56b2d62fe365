import { createTestDatabase } from '@pawprint/testing';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { openDatabase } from './database.ts';

test('a connection that breaks within a transaction fails only that', async () => {
  const { db: other, url, drop } = await createTestDatabase();
  const db = openDatabase(url);
  const lost = db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(trx);
    await sql`select pg_terminate_backend(${rows[0]?.pid}, 10000)`.execute(other);
    await sql`select 1`.execute(trx);
  });
  // Which of the two arrives first is up to the network: PostgreSQL's own goodbye, or the end of the connection.
  await expect(lost).rejects.toMatchObject({ code: expect.stringMatching(/^(57P01|08006)$/) });
  expect((await sql`select 1 as one`.execute(db)).rows).toEqual([{ one: 1 }]);
  await db.destroy();
  await drop();
});
