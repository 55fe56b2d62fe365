import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport } from '../../jobs/jobs.builder.ts';
import { type ClowderBench, createClowderBench, refusalOf } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.addExtractor('private.k1.mine', { owner: 'ana', info: { name: 'mine' } });
});
afterAll(() => bench.close());

const stateOf = async (id: string) => (await bench.jobs.job(id)).progress.state;

const submitted = async (extractor = 'word-count') => {
  const { id, files } = await bench.datasetWith('a.csv');
  const [file = ''] = files;
  const body = { extractor, priority: 50 };
  const onFile = await bench.ana.call('submitFileExtraction', { params: { id: file }, body });
  const onDataset = await bench.ana.call('submitDatasetExtraction', { params: { id }, body: { extractor } });
  return { dataset: id, file, onFile: onFile?.job_id ?? '', onDataset: onDataset?.job_id ?? '' };
};

test('a job is cancelled by its resource and its id', async () => {
  const { dataset, file, onFile, onDataset } = await submitted();
  const body = { extractor: 'word-count' };
  const cancelled = await bench.ben.call('cancelFileExtraction', {
    params: { id: file.toUpperCase(), msg_id: onFile },
    body,
  });
  expect(cancelled).toEqual({ status: 'OK' });
  expect(
    await bench.ana.call('cancelDatasetExtraction', { params: { id: dataset, msg_id: onDataset }, body }),
  ).toEqual({ status: 'OK' });

  expect([await stateOf(onFile), await stateOf(onDataset)]).toEqual(['CANCELLED', 'CANCELLED']);
  expect((await bench.jobs.job(onFile)).progress.cancel).toMatchObject({ requestedBy: 'ben' });
});

test('the owner of a private extractor can use its own name for it', async () => {
  const { file, onFile } = await submitted('mine');
  const params = { id: file, msg_id: onFile };
  const cancel = (client: typeof bench.ana) =>
    client.call('cancelFileExtraction', { params, body: { extractor: 'mine' } });
  expect(await refusalOf(cancel(bench.ben))).toBe('404 job_not_found');
  await cancel(bench.ana);
  expect(await stateOf(onFile)).toBe('CANCELLED');
});

test('the instance of a running job is asked to stop', async () => {
  const { file, onFile } = await submitted();
  const attempt = await bench.jobs.claim();
  expect(attempt.jobId).toBe(onFile);
  const params = { id: file, msg_id: onFile };
  await bench.ana.call('cancelFileExtraction', { params, body: { extractor: 'word-count' } });

  expect(bench.announced).toContain(onFile);
  expect((await attempt.report()).cancelRequested).toBe(true);
  await attempt.report(aReport('SUCCEEDED'));
  expect(
    await refusalOf(bench.ana.call('cancelDatasetExtraction', { params, body: { extractor: 'word-count' } })),
  ).toBe('404 job_not_found');
});

test('a job is not found under another resource or extractor', async () => {
  const { dataset, file, onFile, onDataset } = await submitted();
  const other = await submitted();
  const extractor = 'word-count';
  const onFiles = [
    { params: { id: other.file, msg_id: onFile }, body: { extractor } },
    { params: { id: file, msg_id: onDataset }, body: { extractor } },
    { params: { id: dataset, msg_id: onDataset }, body: { extractor } },
    { params: { id: file, msg_id: onFile }, body: { extractor: 'mine' } },
    { params: { id: file, msg_id: v4() }, body: { extractor } },
    { params: { id: file, msg_id: 'no-id' }, body: { extractor } },
  ];
  for (const asked of onFiles)
    expect(await refusalOf(bench.ana.call('cancelFileExtraction', asked))).toBe('404 job_not_found');
  expect([await stateOf(onFile), await stateOf(onDataset)]).toEqual(['QUEUED', 'QUEUED']);
});

test('a cancel without an extractor is refused', async () => {
  const { file, onFile } = await submitted();
  const params = { id: file, msg_id: onFile };
  expect(await refusalOf(bench.ana.call('cancelFileExtraction', { params, body: {} as never }))).toBe(
    '400 bad_request',
  );
  expect(await stateOf(onFile)).toBe('QUEUED');
});

test('deleting a dataset cancels its waiting jobs', async () => {
  const { dataset, onFile, onDataset } = await submitted();
  await bench.ana.call('deleteDataset', { params: { id: dataset } });
  expect([await stateOf(onFile), await stateOf(onDataset)]).toEqual(['CANCELLED', 'CANCELLED']);
});

test('deleting a file cancels its waiting jobs', async () => {
  const { file, onFile, onDataset } = await submitted();
  await bench.ana.call('deleteFile', { params: { id: file } });
  expect([await stateOf(onFile), await stateOf(onDataset)]).toEqual(['CANCELLED', 'QUEUED']);
});
