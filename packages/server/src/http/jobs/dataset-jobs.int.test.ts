import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { aReport, type TestFile, WORD_COUNT, wanted } from '../../jobs/jobs.builder.ts';
import { createJobServerBench, type JobServerBench } from './job-server.builder.ts';

const PREVIEW = 'image-preview';
const OFF = 'switched-off';

let bench: JobServerBench;
let datasetId: string;

beforeAll(async () => {
  bench = await createJobServerBench([WORD_COUNT, PREVIEW, OFF]);
  await trigger(WORD_COUNT, 'text/*');
  await trigger(PREVIEW, 'image/*');
  await trigger(OFF, '*');
  await bench.db.updateTable('extractors').set({ enabled: false }).where('name', '=', OFF).execute();
});
afterAll(() => bench.close());
beforeEach(() => {
  datasetId = v7();
});

const trigger = (name: string, pattern: string) =>
  bench.db
    .updateTable('extractors')
    .set({ process: JSON.stringify({ file: [pattern] }) })
    .where('name', '=', name)
    .execute();

const call: JobServerBench['server']['client']['call'] = (name, input) =>
  bench.server.client.call(name, input);

/** A file of the dataset: later ones have greater ids. */
const addFile = (name: string, mime = 'text/csv', also: { readonly madeByJob?: string } = {}) => {
  bench.pass(1);
  const resource = { ...wanted().resource, id: v7({ msecs: bench.now() }), name, mime };
  return bench.addFile({ resource, datasetId, ...also });
};

/** Submits a job that is later than all before it, and ends it so. */
const runJob = async (on: TestFile, kind: 'SUCCEEDED' | 'ERROR', extractor = WORD_COUNT): Promise<string> => {
  bench.pass(1);
  const id = await bench.submit({ ...on, extractor });
  await (await bench.claim(extractor)).report(aReport(kind));
  return id;
};

const grid = () => call('showDatasetGrid', { params: { id: datasetId } });
const page = (query: Parameters<typeof call<'listGridFiles'>>[1]['query'] = {}) =>
  call('listGridFiles', { params: { id: datasetId }, query });
const names = async (query: Parameters<typeof page>[0]) => (await page(query))?.files.map(({ name }) => name);

test('each cell is the latest job, not run, or does not apply', async () => {
  const text = await addFile('a.csv');
  await addFile('b.png', 'image/png');
  const old = await runJob(text, 'ERROR');
  const latest = await runJob(text, 'SUCCEEDED');

  const answer = await page();
  expect(answer?.extractors).toEqual([PREVIEW, WORD_COUNT]);
  expect(answer?.total).toBe(2);
  expect(answer?.files.map(({ name, cells }) => [name, ...cells])).toEqual([
    ['b.png', 'not_run', null],
    ['a.csv', null, expect.objectContaining({ job_id: latest, state: 'SUCCEEDED', attempts: 1 })],
  ]);
  expect(old).not.toBe(latest);
});

test('columns count the latest jobs by state, and the files that were not run', async () => {
  const [one] = [await addFile('a.csv'), await addFile('b.csv'), await addFile('c.csv')];
  const made = await runJob(one, 'SUCCEEDED');
  await addFile('own.csv', 'text/csv', { madeByJob: made });
  await runJob(one, 'ERROR');
  await bench.submit({ ...one, extractor: OFF });
  await runJob({ ...one, resource: { ...one.resource, type: 'dataset', id: datasetId } }, 'ERROR', PREVIEW);

  expect(await grid()).toMatchObject({
    files: 4,
    columns: [
      { extractor: PREVIEW, states: { FAILED: 1 }, not_run: 0, runs: true },
      { extractor: OFF, states: { QUEUED: 1 }, not_run: 0, runs: false },
      { extractor: WORD_COUNT, states: { FAILED: 1 }, not_run: 2, runs: true },
    ],
    dataset_jobs: [{ extractor: PREVIEW, state: 'FAILED' }],
  });
});

test('files are read from any place, and newer ones can be left out', async () => {
  const [, second] = [await addFile('a.csv'), await addFile('b.csv'), await addFile('c.csv')];
  expect(await names({ offset: 1, limit: 1 })).toEqual(['b.csv']);
  expect(await names({ until: second.resource.id })).toEqual(['b.csv', 'a.csv']);
  expect(await page({ offset: 9 })).toMatchObject({ files: [], total: 3 });
});

test('files are found by the states of their latest jobs and by name', async () => {
  const [failed, done] = [await addFile('failed.csv'), await addFile('done.csv'), await addFile('new.csv')];
  await addFile('image.png', 'image/png');
  await runJob(failed, 'ERROR');
  await runJob(done, 'ERROR');
  await runJob(done, 'SUCCEEDED');

  expect(await names({ state: ['FAILED', 'LOST'] })).toEqual(['failed.csv']);
  expect(await names({ state: ['FAILED'], extractor: PREVIEW })).toEqual([]);
  expect(await names({ state: ['NOT_RUN'] })).toEqual(['image.png', 'new.csv']);
  expect(await names({ state: ['NOT_RUN', 'SUCCEEDED'], extractor: WORD_COUNT })).toEqual([
    'new.csv',
    'done.csv',
  ]);
  expect(await names({ q: 'E.CSV' })).toEqual(['done.csv']);
});

test('what is missing is run on named files only', async () => {
  const [one] = [await addFile('a.csv'), await addFile('b.csv')];
  const body = { dataset_id: datasetId, file_ids: [one.resource.id], dry_run: true };
  expect(await call('runMissing', { params: { name: WORD_COUNT }, body })).toMatchObject({
    eligible: 1,
    sample: [{ resource: { name: 'a.csv' } }],
  });
});

test('runs older than the newest are spread over the time before', async () => {
  const file = await addFile('a.csv');
  const begin = async (pauseMs: number): Promise<string> => {
    bench.pass(pauseMs);
    return runJob(file, 'SUCCEEDED');
  };
  const burst = [await begin(0), await begin(0), await begin(0), await begin(0)];
  const later = [await begin(2 * 3_600_000), await begin(2 * 3_600_000)];
  const newest = await begin(3_600_000);
  const sampled = async (query: { since?: string; newest: number; spread: number }) => {
    const runs = await call('listDatasetRuns', { params: { id: datasetId }, query });
    return { ids: runs?.items.map(({ id }) => id), isAll: runs?.is_all };
  };

  const all = [...burst, ...later, newest].toReversed();
  expect(await sampled({ newest: 1, spread: 6 })).toEqual({ ids: all, isAll: true });
  expect(await sampled({ newest: 6, spread: 0 })).toEqual({ ids: all.slice(0, 6), isAll: false });
  const { ids, isAll } = await sampled({ newest: 1, spread: 3 });
  expect(ids).toEqual([newest, later[1], later[0], expect.toSatisfy((id) => burst.includes(id))]);
  expect(isAll).toBe(false);
  const since = new Date(bench.now() - 1.5 * 3_600_000).toISOString();
  expect(await sampled({ since, newest: 1, spread: 1 })).toEqual({ ids: [newest, later[1]], isAll: true });
});

test('the runs of a dataset begin with its first job', async () => {
  const file = await addFile('a.csv');
  const from = new Date(bench.now() + 1).toISOString();
  const first = await runJob(file, 'SUCCEEDED');
  bench.pass(60_000);
  const second = await bench.submit(file);
  const runs = await call('listDatasetRuns', { params: { id: datasetId } });

  expect(runs).toMatchObject({ since: from, until: new Date(bench.now()).toISOString(), is_all: true });
  expect(runs?.items.map(({ id, extractor, attempts }) => [id, extractor, attempts.length])).toEqual([
    [second, WORD_COUNT, 0],
    [first, WORD_COUNT, 1],
  ]);
  const within = async (query: { since?: string; until?: string; newest?: number; spread?: number }) =>
    (await call('listDatasetRuns', { params: { id: datasetId }, query }))?.items.map(({ id }) => id);
  expect(await within({ until: new Date(bench.now() - 1).toISOString() })).toEqual([first]);
  // The second was submitted before this range, and has not ended.
  bench.pass(60_000);
  expect(await within({ since: new Date(bench.now() - 1_000).toISOString() })).toEqual([second]);
  expect(await within({ newest: 1 })).toEqual([second]);
  expect(await within({ newest: 1, spread: 1 })).toEqual([second, first]);
});

test('a dataset that does not exist has no grid', async () => {
  await expect(grid()).rejects.toMatchObject({ status: 404 });
  await expect(page()).rejects.toMatchObject({ status: 404 });
});
