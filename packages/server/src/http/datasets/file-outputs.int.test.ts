import { type Client, OUTPUT_KEY_HEADER } from '@pawprint/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createDatasetsBench, type DatasetsBench, type RunningJob } from './datasets.builder.ts';

let bench: DatasetsBench;
let datasetId: string;
let extractor: RunningJob;
beforeAll(async () => {
  bench = await createDatasetsBench();
  const seen = new Date(bench.ports.now());
  await bench.ports.db
    .insertInto('extractors')
    .values({
      name: 'indexer',
      id: '018f0000-0000-7000-8000-000000000001',
      version: '1.0',
      info: '{}',
      process: '{"file":["*/*"]}',
      enabled: true,
      first_seen_at: seen,
      updated_at: seen,
    })
    .execute();
});
beforeEach(async () => {
  await bench.ports.db.deleteFrom('jobs').execute();
  datasetId = await bench.createDataset();
  extractor = await bench.startJob(datasetId);
});
afterAll(() => bench.close());

const send = async (client: Client, contents: readonly string[], key?: string): Promise<string> => {
  const form = new FormData();
  for (const content of contents) form.append('file', new Blob([content]), 'made.txt');
  const headers = key === undefined ? {} : { [OUTPUT_KEY_HEADER]: key };
  const response = await client.fetch(
    'uploadToDataset',
    { params: { id: datasetId }, headers },
    { body: form },
  );
  return (await response.json()).id;
};
const files = async () =>
  (await bench.client.call('listDatasetFiles', { params: { id: datasetId } })) ?? expect.fail();
const jobsOn = async (id: string) => {
  const jobs = bench.ports.db.selectFrom('jobs').select('extractor').where('resource_id', '=', id);
  return (await jobs.execute()).map((job) => job.extractor);
};

test('a file made by a job names the job and triggers other extractors', async () => {
  const id = await send(extractor.client, ['made']);
  expect(await files()).toMatchObject([
    { id, made_by_job: extractor.caller.jobId, uploaded_by: { id: 'ana', name: 'Ana Ferreira' } },
  ]);
  expect(await jobsOn(id)).toEqual(['indexer']);
});

test('a repeated output is the same file and triggers nothing', async () => {
  const id = await send(extractor.client, ['made'], 'file:0');
  await bench.settled();
  const before = await bench.remains();
  expect(await send(extractor.client, ['made'], 'file:0')).toBe(id);
  await bench.settled();
  expect(await bench.remains()).toEqual(before);
  expect(await jobsOn(id)).toEqual(['indexer']);
});

test('an output with other bytes replaces the content and triggers again', async () => {
  const id = await send(extractor.client, ['first'], 'file:0');
  await bench.settled();
  const before = await bench.remains();
  expect(await send(extractor.client, ['and second'], 'file:0')).toBe(id);
  expect(await (await bench.client.fetch('downloadFile', { params: { id } })).text()).toBe('and second');
  expect(await files()).toMatchObject([{ id, size_bytes: 10 }]);
  await bench.settled();
  expect(await bench.remains()).toEqual(before);
  expect(await jobsOn(id)).toEqual(['indexer', 'indexer']);
});

test('an output sent many times at once is one file', async () => {
  const ids = await Promise.all(
    Array.from({ length: 20 }, (_, n) => send(extractor.client, [`${n}`], 'file:0')),
  );
  expect(new Set(ids).size).toBe(1);
  await bench.settled();
  expect(await files()).toHaveLength(1);
  expect((await bench.remains()).unclaimedBlobs).toBe(0);
});

test('an output key for two files is refused', async () => {
  await expect(send(extractor.client, ['a', 'b'], 'file:0')).rejects.toMatchObject({ status: 400 });
  await bench.settled();
  expect(await files()).toEqual([]);
});

test('an upload is dropped if its job ends meanwhile', async () => {
  await bench.settled();
  const before = await bench.remains();
  bench.breakBlobs({
    async write(...blob) {
      const written = await bench.disk.write(...blob);
      await bench.ports.db
        .updateTable('jobs')
        .set({ state: 'CANCELLED', finished_at: new Date(bench.ports.now()) })
        .where('id', '=', extractor.caller.jobId)
        .execute();
      return written;
    },
  });
  await expect(send(extractor.client, ['late'])).rejects.toMatchObject({ status: 410, code: 'job_over' });
  bench.restore();
  await bench.settled();
  expect(await bench.remains()).toEqual(before);
  expect((await bench.jobs.events(extractor.caller.jobId)).at(-1)).toMatchObject({
    kind: 'OUTPUT_REFUSED',
    message: 'file made.txt refused: the job was cancelled',
  });
});

test('a job loses its rights with the account of its person', async () => {
  const orphan = bench.as({ ...extractor.caller, submittedBy: 'closed-account' });
  const body = { tags: ['made'] };
  await expect(orphan.call('addDatasetTags', { params: { id: datasetId }, body })).rejects.toMatchObject({
    code: 'dataset_not_found',
  });
});

test('a file without an output key replaces the one of the same name of an earlier attempt', async () => {
  const id = await send(extractor.client, ['first']);
  const other = await bench.upload(datasetId, 'from a person', 'made.txt');
  const later = await bench.attemptAgain(extractor.caller);
  expect(await send(later, ['second'])).toBe(id);
  expect(await (await bench.client.fetch('downloadFile', { params: { id } })).text()).toBe('second');
  const more = await send(later, ['third']);
  expect((await files()).map((file) => file.id).toSorted()).toEqual([id, other, more].toSorted());
});
