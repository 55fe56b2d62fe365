import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetChanges } from '../datasets/ports.ts';
import type { Caller } from '../model/caller.ts';
import type { Job } from '../model/job.ts';
import { ANA, aReport, createJobsBench, type JobsBench, wanted } from './jobs.builder.ts';
import { createSubmitOnChange } from './submit/submit-on-change.ts';

let bench: JobsBench;
const announced: string[] = [];
let events: DatasetChanges;
beforeAll(async () => {
  bench = await createJobsBench();
  events = createSubmitOnChange(bench.now, 8, (jobId) => announced.push(jobId));
});
afterAll(() => bench.close());

const by: Caller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };
const at = 0;

const aDatasetWithFile = () => ({
  dataset: { id: v4(), name: 'soil' },
  file: { ...wanted().resource, id: v4(), mime: 'text/csv', sizeBytes: 12 },
});
type Scene = ReturnType<typeof aDatasetWithFile>;

const onFile = ({ dataset, file }: Scene) => ({ resource: file, datasetId: dataset.id });
const onDataset = ({ dataset }: Scene) => ({
  resource: { type: 'dataset' as const, ...dataset, sizeBytes: null, mime: null },
  datasetId: dataset.id,
});

const removeFile = ({ dataset, file }: Scene) =>
  bench.db.transaction().execute((trx) => events.fileRemoved(trx, { dataset, file, by, at }));
const removeDataset = ({ dataset }: Scene) =>
  bench.db.transaction().execute((trx) => events.datasetRemoved(trx, { dataset, by, at }));

const stateOf = async (id: string): Promise<Job['progress']['state']> => (await bench.job(id)).progress.state;

test('deleting a file cancels its waiting jobs, not those of its dataset', async () => {
  const scene = aDatasetWithFile();
  const own = await bench.submit(onFile(scene));
  const whole = await bench.submit(onDataset(scene));
  const another = await bench.submit();
  await removeFile(scene);

  expect((await bench.job(own)).progress).toMatchObject({
    state: 'CANCELLED',
    cancel: { requestedBy: 'ana', outcome: 'never_ran' },
  });
  expect((await bench.events(own)).at(-1)).toMatchObject({ message: 'the file soil.csv was deleted' });
  expect([await stateOf(whole), await stateOf(another)]).toEqual(['QUEUED', 'QUEUED']);
});

test('deleting a dataset cancels the waiting jobs on it and its files', async () => {
  const scene = aDatasetWithFile();
  const jobs = [await bench.submit(onFile(scene)), await bench.submit(onDataset(scene))];
  await removeDataset(scene);

  expect(await Promise.all(jobs.map(stateOf))).toEqual(['CANCELLED', 'CANCELLED']);
});

test('a running job is asked to stop after the removal is committed', async () => {
  const scene = aDatasetWithFile();
  const id = await bench.submit({ ...onFile(scene), priority: 9 });
  const attempt = await bench.claim();
  const announceCancels = await removeFile(scene);
  expect(announced).toEqual([]);
  announceCancels();

  expect(announced).toEqual([id]);
  expect((await attempt.report()).cancelRequested).toBe(true);
  await attempt.report(aReport('ERROR', { message: 'stopped', confirmsCancel: true }));
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'CANCELLED',
    cancel: { outcome: 'stopped' },
  });
});

test('ended jobs are not changed', async () => {
  const scene = aDatasetWithFile();
  const id = await bench.submit({ ...onFile(scene), priority: 9 });
  await (await bench.claim()).report(aReport('SUCCEEDED'));
  const before = await bench.job(id);
  await removeDataset(scene);

  expect(await bench.job(id)).toEqual(before);
});

test('cancels are rolled back with the removal', async () => {
  const scene = aDatasetWithFile();
  const id = await bench.submit(onFile(scene));
  const removal = bench.db.transaction().execute(async (trx) => {
    await events.fileRemoved(trx, { ...scene, by, at });
    throw new Error('disk full');
  });

  await expect(removal).rejects.toThrow('disk full');
  expect(await stateOf(id)).toBe('QUEUED');
});
