import { type AddressInfo, createServer } from 'node:net';
import { createTestDatabase } from '@pawprint/testing';
import { sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { type DatabaseOptions, openDatabase, PREPARED } from './database.ts';

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

/** A message of PostgreSQL's protocol: its type, its length and its content. */
const messageOf = (type: string, content: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
};

test('a connection that is ended in the packet in which it is accepted ends nothing else', async () => {
  const accepted = [messageOf('R', Buffer.alloc(4)), messageOf('Z', Buffer.from('I'))];
  const ended = messageOf('E', Buffer.from('SFATAL\0C57P01\0Mterminating connection\0\0'));
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => socket.end(Buffer.concat([...accepted, ended])));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const db = openDatabase(`postgresql://me:pw@127.0.0.1:${(server.address() as AddressInfo).port}/any`);
  await expect(sql`select 1`.execute(db)).rejects.toThrow(/connection/i);
  await db.destroy();
});

test('a statement is prepared once for a connection, and never behind a pooler', async () => {
  const { url, drop } = await createTestDatabase();
  const prepared = async (options: DatabaseOptions): Promise<number> => {
    const db = openDatabase(url, { ...options, maxConnections: 1 });
    for (const n of [1, 2]) await sql`${PREPARED} select ${n}::integer as n`.execute(db);
    const { rows } = await sql<{ count: number }>`select count(*) from pg_prepared_statements`.execute(db);
    await db.destroy();
    return rows[0]?.count ?? 0;
  };
  expect(await prepared({})).toBe(1);
  expect(await prepared({ isPooled: true })).toBe(0);
  await drop();
});
