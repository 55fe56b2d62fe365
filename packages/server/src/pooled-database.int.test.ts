import {
  createDatasetWith,
  createTestDatabase,
  followUntil,
  type PgBouncer,
  startPgBouncer,
  startTestServer,
  type TestDatabase,
  type TestServer,
} from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from './config/config.ts';
import { hasStatementTimeout } from './store/check-database.ts';
import { openDatabase } from './store/database.ts';

let database: TestDatabase;
let pooler: PgBouncer;
let server: TestServer;
beforeAll(async () => {
  database = await createTestDatabase();
  pooler = await startPgBouncer(database.url);
  server = await startTestServer({
    DATABASE_URL: pooler.url,
    PAWPRINT_DATABASE_DIRECT_URL: database.url,
  });
});
afterAll(async () => {
  await server.stop();
  await pooler.close();
  await database.drop();
});

test('a server works through a pooler that gives each transaction another session', async () => {
  const { client } = server;
  const process = { file: ['text/*'] };
  await client.call('registerExtractor', { body: { name: 'pooled', version: '1', process } });
  const ready = await fetch(`${server.url}/api/ready`);
  expect(await ready.json()).toMatchObject({ ready: true, checks: { live_updates: { ok: true } } });

  // More transactions at once than the pooler has connections.
  const uploads = await Promise.all(
    Array.from({ length: 40 }, (_, n) =>
      createDatasetWith(client, [{ name: `${n}.txt`, content: `plot ${n}` }]),
    ),
  );
  const jobs = await followUntil(client, { extractor: 'pooled' }, (found) => found.size === uploads.length);
  expect(new Set([...jobs.values()].map(({ dataset_id: id }) => id))).toEqual(
    new Set(uploads.map(({ datasetId }) => datasetId)),
  );
});

test('the server says that statements have no time limit where the role of the pooler sets none', async () => {
  const db = openDatabase(pooler.url, { isPooled: true });
  onTestFinished(() => db.destroy());
  expect(await hasStatementTimeout(db)).toBe(false);
  expect(await hasStatementTimeout(database.db)).toBe(true);
});

test('a direct address without DATABASE_URL is refused', () => {
  expect(resolveConfig({ PAWPRINT_DATABASE_DIRECT_URL: 'postgres://127.0.0.1/pawprint' })).toMatchObject({
    ok: false,
    problems: [{ name: 'PAWPRINT_DATABASE_DIRECT_URL', value: 'hidden' }],
  });
});
