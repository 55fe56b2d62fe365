import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { createDatabaseCheck, findDatabaseProblem } from './check-database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

/** An address at which another server than PostgreSQL listens. */
const listenWith = async (server: Server): Promise<string> => {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket.on('error', () => undefined));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  return `postgresql://user:secret@127.0.0.1:${(server.address() as AddressInfo).port}/pawprint`;
};

const message = (type: string, content: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(content.length + 4);
  return Buffer.concat([Buffer.from(type), length, content]);
};
const int16 = (value: number): Buffer => Buffer.from([value >> 8, value & 255]);
const int32 = (value: number): Buffer => Buffer.concat([int16(value >> 16), int16(value & 65_535)]);
const READY = message('Z', Buffer.from('I'));

/** Accepts every password, and answers every statement with one row of one text column. */
const oldPostgres = (version: string): Server =>
  createServer((socket) => {
    const column = Buffer.concat([Buffer.from('server_version_num\0'), int32(0), int16(0), int32(25)]);
    const row = Buffer.concat([
      message('T', Buffer.concat([int16(1), column, int16(-1), int32(-1), int16(0)])),
      message('D', Buffer.concat([int16(1), int32(version.length), Buffer.from(version)])),
      message('C', Buffer.from('SHOW\0')),
      READY,
    ]);
    socket.once('data', () => {
      socket.write(Buffer.concat([message('R', int32(0)), READY]));
      socket.on('data', (data) => data[0] === 'Q'.charCodeAt(0) && socket.write(row));
    });
  });

test('a PostgreSQL of a supported version has no problem', async () => {
  expect(await findDatabaseProblem(database.url)).toBeUndefined();
});

test('the version of a too old PostgreSQL is named', async () => {
  const url = await listenWith(oldPostgres('140011'));
  expect(await findDatabaseProblem(url)).toMatch(/is PostgreSQL 14; Pawprint needs 15 or newer\.$/);
});

test('an address without a listener is named without its password', async () => {
  const server = createServer();
  const url = await listenWith(server);
  await new Promise((resolve) => server.close(resolve));
  const { host } = new URL(url);
  expect(await findDatabaseProblem(url)).toBe(
    `The database in DATABASE_URL (${host}/pawprint) cannot be used: nothing listens at this address.`,
  );
});

test.each([
  ['a web server', () => createHttpServer((_, response) => response.end('hello'))],
  ['a server that hangs up', () => createServer((socket) => socket.end())],
  ['a server that sends something else', () => createServer((socket) => socket.end('S'.repeat(4_000)))],
])('%s is no PostgreSQL', async (_, create) => {
  const problem = await findDatabaseProblem(await listenWith(create()));
  expect(problem).toMatch(/cannot be used: what listens there is not PostgreSQL\.$/);
});

test('an unknown host, a wrong password and a missing database have different sentences', async () => {
  const [host, password, name] = [new URL(database.url), new URL(database.url), new URL(database.url)];
  host.hostname = 'no-such-host.invalid';
  password.password = 'wrong';
  name.pathname = '/missing';
  expect(await findDatabaseProblem(host.href)).toMatch(/no host of this name|cannot be looked up/);
  expect(await findDatabaseProblem(password.href)).toMatch(/password authentication failed for user/);
  expect(await findDatabaseProblem(name.href)).toMatch(/database "missing" does not exist\.$/);
});

test('a database that answers is ready, for many checks at once', async () => {
  const check = createDatabaseCheck({ db: database.db, databaseUrl: database.url });
  expect(await Promise.all([check(), check(), check()])).toEqual([{ ok: true }, { ok: true }, { ok: true }]);
});

test('a database that accepts no new connections is not ready', async () => {
  const databaseUrl = await listenWith(createServer());
  const check = createDatabaseCheck({ db: database.db, databaseUrl });
  expect(await check()).toEqual({
    ok: false,
    reason: 'The database cannot be used: no answer within 1.5 s',
  });
});
