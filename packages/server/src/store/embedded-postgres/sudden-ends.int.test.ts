import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type PostgresHolder,
  queryRows,
  startHolder,
  type TemporaryFolder,
  temporaryFolder,
} from '@pawprint/testing/postgres';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { findProcess } from './running-process.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './start-embedded-postgres.ts';

/** One data directory for all tests: each test continues where the one before it ended. */
let folder: TemporaryFolder;
beforeAll(async () => {
  folder = await temporaryFolder('closed');
});
afterAll(() => folder.remove());

async function startElsewhere(): Promise<PostgresHolder> {
  const holder = await startHolder({ dataDir: folder.path });
  onTestFinished(() => holder.end('SIGTERM'));
  return holder;
}

async function startHere(): Promise<EmbeddedPostgres> {
  const postgres = await startEmbeddedPostgres({ dataDir: folder.path });
  onTestFinished(() => postgres.stop());
  return postgres;
}

test('the data directory of a running server is refused', async () => {
  const holder = await startElsewhere();

  await expect(startEmbeddedPostgres({ dataDir: folder.path })).rejects.toMatchObject({
    problem: 'data-directory-held',
    message: expect.stringContaining(`process ${holder.pid}`),
  });
  expect(await queryRows(holder.url(), 'select 1')).toEqual([[1]]);
});

test('of two servers that start at once, one gets the directory', async () => {
  const options = { dataDir: folder.path };
  const holders = await Promise.all([startHolder(options), startHolder(options)]);
  onTestFinished(() => Promise.all(holders.map((holder) => holder.end('SIGTERM'))).then(() => {}));

  const outcomes = holders.map(({ report }) => ('problem' in report ? report.problem : 'started'));
  expect(outcomes.toSorted()).toEqual(['data-directory-held', 'started']);
});

test('the next server stops the postgres of a killed one and keeps its data', async () => {
  const killed = await startElsewhere();
  await queryRows(killed.url(), 'create table kept as select 42 as answer');
  const session = await openTransaction(killed.url(), 'insert into kept values (43)');
  await killed.end('SIGKILL');
  expect(findProcess(killed.postgresPid())).toBeDefined();

  const { url } = await startHere();
  expect(findProcess(killed.postgresPid())).toBeUndefined();
  expect(await queryRows(url, 'select answer from kept')).toEqual([[42]]);
  await session.end();
});

async function openTransaction(url: string, statement: string): Promise<Client> {
  const client = new Client(url);
  // Its connection is about to break, as it should.
  client.on('error', () => {});
  await client.connect();
  await client.query(`begin; ${statement}`);
  return client;
}

test('committed data is recovered after postgres was killed, too', async () => {
  const killed = await startElsewhere();
  await queryRows(killed.url(), 'create table recovered as select 42 as answer');
  process.kill(killed.postgresPid(), 'SIGKILL');
  await killed.end('SIGKILL');

  const { url } = await startHere();
  expect(await queryRows(url, 'select answer from recovered')).toEqual([[42]]);
});

test('a lock file with the process id of another program is ignored', async () => {
  const stranger = spawn('sleep', ['1000']);
  const exited = once(stranger, 'exit');
  onTestFinished(() => void (stranger.kill() && exited));
  const cluster = join(folder.path, 'postgres', 'cluster');
  writeFileSync(join(cluster, 'postmaster.pid'), `${stranger.pid}\n${cluster}\n1\n5432\n\n\n\nready\n`);
  writeFileSync(
    join(folder.path, 'server.lock'),
    JSON.stringify({ pid: stranger.pid, startedAt: 'long ago' }),
  );

  const { url } = await startHere();
  expect(await queryRows(url, 'select 1')).toEqual([[1]]);
  expect(findProcess(stranger.pid ?? 0)).toBeDefined();
});

/** Resolves once the address is answered again, by whichever postgres is there. */
const answersAgain = (url: string) =>
  expect.poll(() => queryRows(url, 'select 1').catch(() => undefined)).toEqual([[1]]);

test('a postgres that was killed is started again at the same address', async () => {
  const postgres = await startHere();
  const killed = postgres.pid;
  process.kill(killed, 'SIGKILL');

  await expect.poll(() => postgres.pid).not.toBe(killed);
  await answersAgain(postgres.url);
});

test('a postgres that got a SIGTERM is started again, though a session is open', async () => {
  const postgres = await startHere();
  const terminated = postgres.pid;
  await openTransaction(postgres.url, 'select 1');
  process.kill(terminated, 'SIGTERM');

  await expect.poll(() => postgres.pid).not.toBe(terminated);
  await answersAgain(postgres.url);
});

test('a frozen postgres is ended and started again, though a session is open', async () => {
  const postgres = await startHere();
  const frozen = postgres.pid;
  await openTransaction(postgres.url, 'select 1');
  process.kill(frozen, 'SIGSTOP');

  await expect.poll(() => postgres.pid).not.toBe(frozen);
  await answersAgain(postgres.url);
  expect(findProcess(frozen)).toBeUndefined();
});

test('a stop while postgres is being started again leaves none running', async () => {
  const postgres = await startHere();
  process.kill(postgres.pid, 'SIGKILL');
  await expect.poll(() => findProcess(postgres.pid)).toBeUndefined();
  await postgres.stop();

  expect(findProcess(postgres.pid)).toBeUndefined();
  const holder = await startElsewhere();
  expect(await queryRows(holder.url(), 'select 1')).toEqual([[1]]);
});

test.for(['SIGTERM', 'SIGUSR2'] as const)('postgres stops with its server (%s)', async (signal) => {
  const holder = await startElsewhere();
  await holder.end(signal);

  await expect.poll(() => findProcess(holder.postgresPid())).toBeUndefined();
});
