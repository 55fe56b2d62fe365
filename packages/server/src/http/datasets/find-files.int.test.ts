import { FILE_SORTS } from '@pawprint/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { unzip } from '../../datasets/archive/unzip.builder.ts';
import { aReport } from '../../jobs/jobs.builder.ts';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
});
afterAll(() => bench.close());
beforeEach(async () => {
  datasetId = await bench.createDataset();
});

/** Uploads files, each of which sets off a job, and ends their jobs one by one; what has no outcome stays queued. */
const addFiles = async (files: Readonly<Record<string, 'SUCCEEDED' | 'ERROR' | 'NOTHING'>>) => {
  const ids: Record<string, string> = {};
  for (const [name, outcome] of Object.entries(files)) {
    ids[name] = await bench.upload(datasetId, 'x'.repeat(name.length), name);
    bench.jobs.pass(1_000);
    if (outcome !== 'NOTHING') await (await bench.jobs.claim()).report(aReport(outcome));
    else {
      const { db } = bench.jobs;
      await db
        .deleteFrom('jobs')
        .where('resource_id', '=', ids[name] ?? '')
        .execute();
      await db
        .deleteFrom('latest_states')
        .where('file_id', '=', ids[name] ?? '')
        .execute();
    }
  }
  return ids;
};

const params = () => ({ id: datasetId });
const find = async (query: object = {}) =>
  (await bench.client.call('findDatasetFiles', { params: params(), query }))?.items.map(
    ({ filename }) => filename,
  );
const count = (query: object = {}) => bench.client.call('countDatasetFiles', { params: params(), query });

test('finds files by name, type, size, time and the state of their jobs', async () => {
  await addFiles({ 'Plot 1.csv': 'SUCCEEDED', 'plot-2.svg': 'ERROR', 'notes.txt': 'NOTHING' });

  expect(await find({ q: 'PLOT' })).toEqual(['plot-2.svg', 'Plot 1.csv']);
  expect(await find({ type: ['image/*'] })).toEqual(['plot-2.svg']);
  expect(await find({ type: ['text/csv', 'text/plain'] })).toEqual(['notes.txt', 'Plot 1.csv']);
  expect(await find({ min_bytes: 10, max_bytes: 10 })).toEqual(['plot-2.svg', 'Plot 1.csv']);
  expect(await find({ state: ['FAILED'] })).toEqual(['plot-2.svg']);
  expect(await find({ state: ['NOT_RUN', 'SUCCEEDED'] })).toEqual(['notes.txt', 'Plot 1.csv']);
  expect(await find({ extractor: ['word-count'] })).toEqual(['plot-2.svg', 'Plot 1.csv']);
  expect(await find({ extractor: ['other'], state: ['NOT_RUN'] })).toHaveLength(3);
  expect(await find({ until: new Date(bench.jobs.now() - 1_500).toISOString() })).toHaveLength(2);
  expect(await find({ q: '%' })).toEqual([]);
});

test('counts what a filter finds, by type and state as another choice would find', async () => {
  await addFiles({ 'a.csv': 'SUCCEEDED', 'b.csv': 'ERROR', 'c.txt': 'NOTHING' });

  expect(await count({ type: ['text/csv'], state: ['FAILED'] })).toEqual({
    total: 1,
    size_bytes: 5,
    types: [{ type: 'text/csv', count: 1 }],
    states: [
      { state: 'FAILED', count: 1 },
      { state: 'SUCCEEDED', count: 1 },
    ],
    extractors: ['word-count'],
  });
  expect(await count()).toMatchObject({ total: 3, states: [{}, {}, { state: 'NOT_RUN', count: 1 }] });
});

test('only the latest job of an extractor counts', async () => {
  const { 'a.csv': id = '' } = await addFiles({ 'a.csv': 'ERROR' });
  await bench.jobs.submit({
    datasetId,
    resource: { type: 'file', id, name: 'a.csv', sizeBytes: 5, mime: 'text/csv' },
  });

  expect(await find({ state: ['FAILED'] })).toEqual([]);
  expect(await find({ state: ['QUEUED'] })).toEqual(['a.csv']);
});

test('pages in every order have each file once', async () => {
  await addFiles({
    'b.csv': 'ERROR',
    'B.txt': 'SUCCEEDED',
    'a.png': 'NOTHING',
    'aa.csv': 'ERROR',
    'c.csv': 'ERROR',
  });
  for (const sort of FILE_SORTS) {
    const whole = await bench.client.call('findDatasetFiles', { params: params(), query: { sort } });
    const paged: (string | undefined)[] = [];
    let cursor: string | undefined;
    do {
      const page = await bench.client.call('findDatasetFiles', {
        params: params(),
        query: { sort, limit: 2, ...(cursor && { cursor }) },
      });
      paged.push(...(page?.items ?? []).map(({ filename }) => filename));
      cursor = page?.next ?? undefined;
    } while (cursor !== undefined);
    expect(paged, sort).toEqual(whole?.items.map(({ filename }) => filename));
    expect(new Set(paged).size, sort).toBe(5);
  }
  expect(await find({ sort: 'name' })).toEqual(['a.png', 'aa.csv', 'b.csv', 'B.txt', 'c.csv']);
  expect((await find({ sort: 'state' }))?.at(-1)).toBe('a.png');
});

test('a cursor of another order is refused', async () => {
  await expect(find({ sort: 'size', cursor: 'WyJhIiwiYiJd' })).rejects.toMatchObject({ code: 'bad_request' });
});

test('chosen files are downloaded as a zip archive under names that differ', async () => {
  const first = await bench.upload(datasetId, 'one', 'same.txt');
  const second = await bench.upload(datasetId, 'two', 'same.txt');
  await bench.upload(datasetId, 'three', 'other.csv');
  const namesIn = async (query: object): Promise<string[]> => {
    const answer = await bench.client.fetch('downloadDatasetFiles', { params: params(), query });
    return unzip(Buffer.from(await answer.arrayBuffer())).map(({ name }) => name);
  };

  expect(await namesIn({ q: 'same' })).toEqual(['same.txt', `same_${second}.txt`]);
  expect(await namesIn({ ids: first })).toEqual(['same.txt']);
  expect(await namesIn({ type: ['text/csv'] })).toEqual(['other.csv']);
});
