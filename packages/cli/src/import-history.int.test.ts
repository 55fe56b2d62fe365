import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Job } from '@pawprint/protocol';
import {
  ADMIN,
  createDatasetWith,
  newDataDir,
  removeDataDir,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { extractionsExport, objectId } from './history.builder.ts';
import { runCommand } from './run-command.ts';

const FILE = objectId(1, 1);
const OTHER_FILE = objectId(1, 2);
const USER = objectId(2, 1);

let server: TestServer;
let folder: string;
/** Ids here of two new files. */
let files: string[];
beforeAll(async () => {
  [server, folder] = [await startTestServer(), await newDataDir()];
  for (const name of ['ncsa.wordcount', 'ncsa.image'])
    await server.client.call('registerExtractor', { body: { name, version: '1.0', process: {} } });
});
beforeEach(async () => {
  const names = ['a.txt', 'b.txt'].map((name) => ({ name, content: name }));
  files = (await createDatasetWith(server.client, names)).fileIds;
});
afterAll(async () => {
  await server.stop();
  await removeDataDir(folder);
});

const write = async (name: string, lines: readonly string[]): Promise<string> => {
  const path = join(folder, name);
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
};

const pawprint = async (...args: string[]) => {
  const output = { text: '', write: (text: string) => void (output.text += text) };
  const environment = { PAWPRINT_URL: server.url, PAWPRINT_KEY: server.adminKey };
  const code = await runCommand(args, { environment, stdout: output, stderr: output });
  return { code, text: output.text };
};

const mapTo = (...ids: readonly string[]): Promise<string> =>
  write('map.csv', [
    '_id,target',
    `ObjectId(${FILE}),${ids[0]}`,
    `${OTHER_FILE},${ids[1]}`,
    `${USER},admin@example.org`,
  ]);

/** In the order of submission. */
const jobsOn = async (id: string): Promise<Job[]> =>
  ((await server.client.call('listJobs', { query: { resource_id: id } }))?.items ?? []).toReversed();

const eventsOf = async (job: Job | undefined) =>
  (await server.client.call('listJobEvents', { params: { id: job?.id ?? '' } }))?.items ?? [];

/** Seven events of two runs, without job ids, and of one job. */
const history = (day: number) =>
  extractionsExport(
    [
      { file: FILE, status: 'StatusMessage.start: Started processing.' },
      { file: FILE, status: 'StatusMessage.processing: 50% done' },
      { file: FILE, status: 'DONE' },
      { file: FILE, status: 'StatusMessage.start: Started processing.' },
      { file: FILE, status: 'StatusMessage.error: no such word' },
      { file: OTHER_FILE, status: 'SUBMITTED', job: objectId(9, day), user: USER },
      { after: 90_000, file: OTHER_FILE, status: 'StatusMessage.start: Started.', job: objectId(9, day) },
    ],
    day,
  );

test('a history is cut into runs, and jobs with an id are kept together', async () => {
  const path = await write('two-runs.json', history(0));
  const imported = await pawprint('import', 'clowder-extractions', path, '--map', await mapTo(...files));
  expect(imported.text).toContain('3 jobs made, 2 of them inferred');
  expect(imported.code).toBe(0);
  const [done, failed, ...others] = await jobsOn(files[0] ?? '');
  expect(others).toEqual([]);
  expect(done).toMatchObject({ state: 'SUCCEEDED', flags: ['inferred', 'imported'], elapsed_ms: 2_000 });
  expect(done?.submitted_at).toBe('2019-05-06T10:00:01.000Z');
  expect(failed).toMatchObject({ state: 'FAILED', error: { message: 'no such word' } });
  const [withId] = await jobsOn(files[1] ?? '');
  expect(withId).toMatchObject({
    state: 'LOST',
    flags: ['imported'],
    submitted_by: { name: expect.any(String) },
    wait_ms: 90_000_000,
  });
  expect(await eventsOf(done)).toMatchObject([
    { kind: 'SUBMITTED', matched_by: 'server' },
    { kind: 'STARTED', matched_by: 'inferred', reported_at: '2019-05-06T09:00:01.000Z' },
    { kind: 'PROCESSING', message: '50% done' },
    { kind: 'SUCCEEDED' },
  ]);
});

test('reports join the open job, whose resource they name', async () => {
  const [first, second] = [objectId(9, 60), objectId(9, 61)];
  const lines = extractionsExport(
    [
      { file: FILE, status: 'SUBMITTED', job: first },
      { file: FILE, status: 'StatusMessage.start: Started processing.' },
      { file: FILE, status: 'DONE' },
      { file: FILE, status: 'SUBMITTED', job: second },
      { file: OTHER_FILE, status: 'StatusMessage.start: Started processing.', job: second },
      { file: FILE, status: 'StatusMessage.processing: Downloading file.', job: second },
      { file: OTHER_FILE, status: 'DONE', job: second },
    ],
    60,
  );
  const { datasetId } = await createDatasetWith(server.client, [{ name: 'in.txt', content: 'in' }]);
  const path = await write('old-client.json', lines);
  await pawprint('import', 'clowder-extractions', path, '--map', await mapTo(files[0] ?? '', datasetId));
  const [onFile, ...others] = await jobsOn(files[0] ?? '');
  expect(others).toEqual([]);
  expect(onFile).toMatchObject({ state: 'SUCCEEDED', flags: ['imported'] });
  expect((await eventsOf(onFile)).map(({ matched_by: by }) => by)).toEqual(['job_id', 'rule', 'rule']);
  expect(await jobsOn(datasetId)).toMatchObject([
    { state: 'SUCCEEDED', flags: ['imported'], cause: { id: files[0] }, attempt_count: 1 },
  ]);
});

test('importing a history again adds nothing, in any order', async () => {
  const map = await mapTo(...files);
  const lines = history(1);
  await pawprint('import', 'clowder-extractions', await write('once.json', lines), '--map', map);
  const before = await Promise.all(files.map(jobsOn));
  expect(before.map(({ length }) => length)).toEqual([2, 1]);
  const array = await write('again.json', ['[', lines.toReversed().join(',\n'), ']']);
  const again = await pawprint('import', 'clowder-extractions', array, '--map', map);
  expect(again.text).toMatch(/ 0 stored\n +7 stored by an earlier import\n +0 jobs made/);
  expect(await Promise.all(files.map(jobsOn))).toEqual(before);
});

test('what has no place is counted and listed with its line', async () => {
  const lines = [
    ...extractionsExport(
      [
        { file: objectId(1, 77), status: 'DONE' },
        { file: FILE, status: 'DONE', extractor: 'nobody.knows' },
        { file: FILE, status: 'SUBMITTED', job: objectId(9, 2), user: objectId(2, 99) },
        { file: OTHER_FILE, status: 'DONE' },
      ],
      50,
    ),
    '{"_id": ',
  ];
  const path = await write('odd.json', lines);
  const map = await mapTo(files[0] ?? '', 'f'.repeat(64));
  const list = join(folder, 'unplaced.jsonl');
  const imported = await pawprint('import', 'clowder-extractions', path, '--map', map, '--unplaced', list);
  expect(imported.text).toMatch(/ 5 read\n +1 stored\n/);
  expect(imported.text).toMatch(/ 4 not placed\n/);
  const listed = (await readFile(list, 'utf8'))
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(listed).toHaveLength(5);
  expect(listed).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ line: 1, reason: 'unmapped_resource' }),
      expect.objectContaining({ line: 2, reason: 'unknown_extractor' }),
      expect.objectContaining({ line: 3, reason: 'unmapped_user' }),
      expect.objectContaining({ line: 4, reason: 'unknown_resource' }),
      expect.objectContaining({ line: 5, reason: 'not_json', id: null }),
    ]),
  );
});

test('a file is found by the SHA-256 of its bytes', async () => {
  const [unique] = (await createDatasetWith(server.client, [{ name: 'c.txt', content: 'only once' }]))
    .fileIds;
  const { sha256 } = await server.db
    .selectFrom('files')
    .select('sha256')
    .where('id', '=', unique ?? '')
    .executeTakeFirstOrThrow();
  const path = await write('digest.json', extractionsExport([{ file: FILE, status: 'DONE' }], 40));
  await pawprint('import', 'clowder-extractions', path, '--map', await mapTo(sha256, sha256));
  expect(await jobsOn(unique ?? '')).toMatchObject([{ state: 'SUCCEEDED' }]);
});

test("Clowder v2's jobs get their updates, their user and how they ended", async () => {
  const job = objectId(1_600_000_000, 5);
  const jobs = await write('listener_jobs.json', [
    JSON.stringify({
      _id: { $oid: job },
      listener_id: 'ncsa.image',
      resource_ref: { collection: 'files', resource_id: { $oid: FILE } },
      creator: { id: { $oid: USER }, email: 'ADMIN@example.org' },
      created: { $date: '2024-03-01T10:00:00Z' },
      finished: { $date: '2024-03-01T10:00:09Z' },
      latest_message: 'cannot open it',
      status: 'ERROR',
      parameters: { size: 'small' },
    }),
  ]);
  const updates = await write(
    'listener_job_updates.json',
    ['Started processing.', 'Downloading file.', 'cannot open it'].map((status, index) =>
      JSON.stringify({
        _id: { $oid: objectId(1_600_000_001 + index, 0) },
        job_id: job,
        timestamp: { $date: `2024-03-01T10:00:0${4 + index}Z` },
        status,
      }),
    ),
  );
  const map = await mapTo(...files);
  const imported = await pawprint('import', 'clowder-v2-jobs', jobs, updates, '--map', map);
  expect(imported.text).toMatch(/ 5 stored\n +1 jobs made\n +0 not placed/);
  const [made] = await jobsOn(files[0] ?? '');
  expect(made).toMatchObject({
    state: 'FAILED',
    flags: ['imported'],
    parameters: { size: 'small' },
    error: { message: 'cannot open it' },
    wait_ms: 4_000,
    run_ms: 5_000,
  });
});

test('extractors that are not registered are listed with their events', async () => {
  const of = (extractor: string) => ({ file: FILE, status: 'DONE', extractor });
  const lines = extractionsExport([of('ncsa.old'), of('ncsa.faces'), of('ncsa.image'), of('ncsa.faces')], 70);
  const path = await write('extractors.json', lines);
  const imported = await pawprint('import', 'clowder-extractions', path, '--map', await mapTo(...files));
  expect(imported.text).toMatch(/ 3 not placed\n +3 +unknown_extractor: .*\n.*not registered here.*:\n/);
  expect(imported.text).toMatch(/ 2 +ncsa\.faces\n +1 +ncsa\.old\n/);
});

const signIn = async (email: string, password: string): Promise<string> => {
  const answer = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: server.url },
    body: JSON.stringify({ email, password }),
  });
  expect(answer.status).toBe(200);
  return answer.headers.getSetCookie().join('; ');
};

test('only administrators import, not every user who is signed in', async () => {
  const path = await write('nobody.json', history(2));
  const output = { text: '', write: (text: string) => void (output.text += text) };
  const environment = { PAWPRINT_URL: server.url, PAWPRINT_KEY: 'wrong' };
  const args = ['import', 'clowder-extractions', path, '--map', await mapTo(...files)];
  expect(await runCommand(args, { environment, stdout: output, stderr: output })).toBe(1);
  expect(output.text).toContain('The server refused');
  const post = (route: string, cookie: string, body: object) =>
    fetch(`${server.url}${route}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: server.url, cookie },
      body: JSON.stringify(body),
    });
  const admin = await signIn(ADMIN.email, ADMIN.password);
  const invited = await server.client.call('invite', { body: { email: 'ben@example.org' } });
  const token = new URL(invited?.url ?? '').hash.slice(1);
  await server.client.call('acceptInvitation', { body: { token, name: 'Ben', password: 'a long password' } });
  const cookie = await signIn('ben@example.org', 'a long password');
  const source = 'clowder-v1';
  const job = { job_id: null, extractor: 'ncsa.image', resource: { id: files[0] }, user: null };
  const at = { at: '2019-05-06T10:00:00Z', reported_at: null, reported: null };
  const events = [{ ...job, ...at, id: objectId(3, 3), kind: 'SUCCEEDED', message: '' }];
  expect((await post('/api/imports/events', cookie, { source, events })).status).toBe(403);
  expect((await post('/api/imports/jobs', cookie, { source })).status).toBe(403);
  expect((await post('/api/imports/jobs', admin, { source })).status).toBe(200);
});

test('nothing imported is open, waits for an extractor or counts for its times', async () => {
  const open = await server.db.selectFrom('jobs').select('id').where('finished_at', 'is', null).execute();
  expect(open).toEqual([]);
  const report = await server.client.fetch('reportExtractorMetrics', {});
  expect((await report.text()).trim().split('\n')).toHaveLength(1);
  const all = await server.client.fetch('reportExtractorMetrics', { query: { imported: 'true' } });
  expect((await all.text()).trim().split('\n').length).toBeGreaterThan(1);
});

test('imported jobs are listed by their own times, also by their last event', async () => {
  const { fileIds } = await createDatasetWith(server.client, [{ name: 'new.txt', content: 'new' }]);
  const body = { extractor: 'ncsa.image' };
  await server.client.call('submitFileExtraction', { params: { id: fileIds[0] ?? '' }, body });
  const path = await write('late.json', extractionsExport([{ file: FILE, status: 'DONE' }], 80));
  await pawprint('import', 'clowder-extractions', path, '--map', await mapTo(...files));

  for (const sort of ['-submitted_at', '-last_event_at'] as const) {
    const listed = (await server.client.call('listJobs', { query: { sort, limit: 100 } }))?.items ?? [];
    const times = listed.map((job) => job[sort === '-submitted_at' ? 'submitted_at' : 'last_event_at']);
    expect(times).toEqual(times.toSorted((a, b) => Date.parse(b) - Date.parse(a)));
    expect([listed[0]?.flags, listed.at(-1)?.flags]).toEqual([[], ['inferred', 'imported']]);
  }
});
