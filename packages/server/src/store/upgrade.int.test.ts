import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ADMIN, createDatasetWith, startTestServer, type TestServer } from '@pawprint/testing';
import { createEmptyDatabase, queryRows, temporaryFolder } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { startEmbeddedPostgres } from './embedded-postgres/start-embedded-postgres.ts';
import { migrate } from './migrate.ts';

const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));
/** What the release 0.1.0 had stored after some work of its sample extractors and of another one over HTTP. */
const STORED = new URL('./release-0.1.0.sql', import.meta.url);
const LAST_OF_RELEASE = '0010';

const DATASET = '01a221cc-ebf0-726a-91fe-2a76aee2a210';
const CORES = { id: '01a221cc-ec73-7726-a1fe-e2639696bfdd', text: 'depth,ph\n10,6.1\n20,6.4\n' };
const RETRIED_JOB = '01a221cc-ec76-72a0-bf7f-fe1c42832b33';
const RESUBMITTED_JOB = '01a221cc-f054-72eb-bfa8-c22754519789';

let database: Awaited<ReturnType<typeof createEmptyDatabase>>;
let folder: Awaited<ReturnType<typeof temporaryFolder>>;
let server: TestServer;
beforeAll(async () => {
  [database, folder] = [await createEmptyDatabase(), await temporaryFolder('closed')];
  await restoreRelease(database.url, folder.path);
  server = await startTestServer({ DATABASE_URL: database.url, PAWPRINT_DATA_DIR: folder.path });
});
afterAll(async () => {
  await server.stop();
  await database.drop();
  await folder.remove();
});

/** The release's migrations, its rows, and the bytes of one of its files. */
const restoreRelease = async (url: string, dataDir: string): Promise<void> => {
  const blobs = join(dataDir, 'blobs', '86');
  await mkdir(blobs, { recursive: true });
  await migrateTo(LAST_OF_RELEASE, url);
  await queryRows(url, await readFile(STORED, 'utf8'));
  await writeFile(join(blobs, '01a221cc-ec41-73af-894d-45a2067ac886'), CORES.text);
};

/** As a release migrated whose newest migration has this number. */
const migrateTo = async (last: string, url: string): Promise<void> => {
  const { path, remove } = await temporaryFolder('closed');
  for (const file of await readdir(MIGRATIONS))
    if (file.slice(0, 4) <= last) await copyFile(join(MIGRATIONS, file), join(path, file));
  expect(await migrate(url, { folder: path })).toMatchObject({ ok: true });
  await remove();
};

test('jobs of release 0.1.0 keep their states, attempts and lineage', async () => {
  const { items = [] } = (await server.client.call('listJobs', { query: { sort: 'submitted_at' } })) ?? {};
  expect(items.map(({ extractor, state, attempt_count: attempts }) => [extractor, state, attempts])).toEqual([
    ['pawprint.word-count', 'SUCCEEDED', 1],
    ['ncsa.soil', 'SUCCEEDED', 2],
    ['pawprint.file-digest', 'SUCCEEDED', 1],
    ['pawprint.file-digest', 'SUCCEEDED', 1],
    ['pawprint.word-count', 'SUCCEEDED', 1],
    ['ncsa.soil', 'FAILED', 1],
    ['ncsa.soil', 'SKIPPED', 1],
    ['ncsa.idle', 'QUEUED', 0],
    ['ncsa.idle', 'CANCELLED', 0],
  ]);
  expect(await server.client.call('showJob', { params: { id: RETRIED_JOB } })).toMatchObject({
    attempts: [
      { outcome: 'RESUBMITTED', extractor_version: '1.4' },
      { outcome: 'SUCCEEDED', extractor_version: '1.4' },
    ],
    resubmitted_as: [RESUBMITTED_JOB],
    submitted_by: { name: 'Administrator' },
  });
  expect(await server.client.call('showJob', { params: { id: RESUBMITTED_JOB } })).toMatchObject({
    parameters: { depth: 30 },
    resubmit_of: RETRIED_JOB,
    error: { message: 'no column called depth' },
  });
});

test('events of release 0.1.0 keep their order and get numbers', async () => {
  const params = { id: RETRIED_JOB };
  const { items = [] } = (await server.client.call('listJobEvents', { params })) ?? {};
  expect(items.map(({ number, kind, message }) => [number, kind, message])).toEqual([
    [1, 'SUBMITTED', 'the file was uploaded'],
    [2, 'QUEUED', 'waits for an instance to claim it'],
    [3, 'STARTED', ''],
    [4, 'STARTED', 'Started processing.'],
    [5, 'LOG', 'layer 3 is thin'],
    [6, 'PROGRESS', 'half'],
    [7, 'RESUBMITTED', 'no memory, later'],
    [8, 'STARTED', ''],
    [9, 'STARTED', 'Started.'],
    [10, 'SUCCEEDED', 'Done, 2 layers'],
    [11, 'RESUBMITTED_AS', RESUBMITTED_JOB],
  ]);
  expect(await server.client.call('showJob', { params })).toMatchObject({
    event_counts: { all: 11, errors: 2 },
  });
});

test('totals of release 0.1.0 are those of its jobs', async () => {
  const answer = await server.client.call('datasetExtractions', {
    params: { id: DATASET },
    query: { include: 'files' },
  });
  expect(answer?.extractors.map(({ extractor, states }) => [extractor, states])).toEqual([
    ['ncsa.idle', { QUEUED: 1, CANCELLED: 1 }],
    ['ncsa.soil', { SUCCEEDED: 1, FAILED: 1, SKIPPED: 1 }],
    ['pawprint.file-digest', { SUCCEEDED: 2 }],
    ['pawprint.word-count', { SUCCEEDED: 2 }],
  ]);
});

test('files of release 0.1.0 keep their bytes, metadata and tags', async () => {
  const params = { id: CORES.id };
  expect(await (await server.client.fetch('downloadFile', { params })).text()).toBe(CORES.text);
  const metadata = await server.client.call('listFileMetadata', { params });
  expect(metadata?.map(({ content }) => content)).toEqual(
    expect.arrayContaining([
      { site: 'Konza' },
      expect.objectContaining({ words: 3, characters: 23 }),
      expect.objectContaining({ md5: '50afe14e5b825fd824aa51e4747017a5' }),
    ]),
  );
  expect(await server.client.call('listFileTags', { params })).toMatchObject({ tags: ['prairie', 'soil'] });
});

test('a user of release 0.1.0 signs in, and a waiting job is claimed and done', async () => {
  const signedIn = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
  });
  expect(signedIn.status).toBe(200);

  const body = { instance_id: 'idle-1', version: '0.9', wait_s: 1 };
  const claimed = await server.client.call('claimJob', { params: { name: 'ncsa.idle' }, body });
  const id = claimed?.job.id ?? '';
  const report = { id: crypto.randomUUID(), kind: 'SUCCEEDED', message: 'done' } as const;
  await server.client.call('sendReports', {
    params: { id },
    body: { lease_id: claimed?.lease.id ?? '', reports: [report] },
  });
  expect(await server.client.call('showJob', { params: { id } })).toMatchObject({ state: 'SUCCEEDED' });
});

/** Before servers could share a database, files could be in a bucket, and events in archives. */
const LAST_BEFORE_SEVERAL_SERVERS = '0042';

test.each([LAST_OF_RELEASE, LAST_BEFORE_SEVERAL_SERVERS])(
  'a data directory whose database ends with migration %s starts, is migrated and serves',
  async (last) => {
    const { path, remove } = await temporaryFolder('open');
    onTestFinished(remove);
    const postgres = await startEmbeddedPostgres({ dataDir: path });
    await restoreRelease(postgres.url, path);
    await migrateTo(last, postgres.url);
    await postgres.stop();

    for (const content of ['first start', 'second start']) {
      const upgraded = await startTestServer({ DATABASE_URL: '', PAWPRINT_DATA_DIR: path });
      const { client } = upgraded;
      expect(await client.call('showReadiness', {})).toMatchObject({ ready: true });
      const old = await client.fetch('downloadFile', { params: { id: CORES.id } });
      expect(await old.text()).toBe(CORES.text);
      expect(await client.call('showJob', { params: { id: RETRIED_JOB } })).toMatchObject({
        state: 'SUCCEEDED',
      });
      const { fileIds } = await createDatasetWith(client, [{ name: 'new.txt', content }]);
      const uploaded = await client.fetch('downloadFile', { params: { id: fileIds[0] ?? '' } });
      expect(await uploaded.text()).toBe(content);
      await upgraded.stop();
    }
  },
);
