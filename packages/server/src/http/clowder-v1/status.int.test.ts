import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport } from '../../jobs/jobs.builder.ts';
import { type ClowderBench, createClowderBench, refusalOf } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.jobs.db.updateTable('extractors').set({ process: '{}' }).execute();
  await bench.addExtractor('pictures', { process: { file: ['image/*'] } });
  await bench.addExtractor('private.k.own', { owner: 'ana', process: { file: ['text/*'] } });
});
afterAll(() => bench.close());

const BUSY = 'Required Extractor is either busy or is not currently running. Try after some time.';
const NO_EXTRACTOR = 'No Extractor Available. Request is not queued.';

const statusOf = (id: string, client = bench.ana) => client.call('showExtractionStatus', { params: { id } });
const submit = async (id: string, extractor = 'word-count') =>
  (await bench.ana.call('submitFileExtraction', { params: { id }, body: { extractor, priority: 9 } }))
    ?.job_id;

test('the status of a file without jobs says whether an extractor matches', async () => {
  const { files } = await bench.datasetWith('a.png', 'b.txt');
  const [png = '', txt = ''] = files;
  expect(await statusOf(png)).toEqual({ Status: BUSY });
  expect([await statusOf(txt), await statusOf(txt, bench.ben)]).toEqual([
    { Status: BUSY },
    { Status: NO_EXTRACTOR },
  ]);
});

test('each extractor has a status, and there is an overall one', async () => {
  const [file = ''] = (await bench.datasetWith('a.csv')).files;
  await submit(file);
  expect(await statusOf(file)).toEqual({ 'word-count': 'SUBMITTED', Status: 'Processing' });
  const attempt = await bench.jobs.claim();
  await attempt.report(aReport('PROCESSING', { message: 'Downloading file.' }));
  expect(await statusOf(file)).toEqual({
    'word-count': 'StatusMessage.processing: Downloading file.',
    Status: 'Processing',
  });
  await attempt.report(aReport('SUCCEEDED', { message: 'Done processing.' }));
  expect(await statusOf(file)).toEqual({ 'word-count': 'DONE', Status: 'Done' });
});

test('an extractor with a second, open job is not done', async () => {
  const [file = ''] = (await bench.datasetWith('a.csv')).files;
  await submit(file);
  await submit(file);
  const first = await bench.jobs.claim();
  await (await bench.jobs.claim()).report(aReport('SUCCEEDED'));
  expect(await statusOf(file)).toMatchObject({ Status: 'Processing' });
  await first.report(aReport('ERROR', { message: 'no words' }));

  expect(await statusOf(file)).toEqual({ 'word-count': 'DONE', Status: 'Done' });
});

test('failed and cancelled jobs count as ended', async () => {
  const [file = ''] = (await bench.datasetWith('a.csv')).files;
  await submit(file);
  await (await bench.jobs.claim()).report(aReport('ERROR', { message: 'no words' }));
  const cancelled = await submit(file, 'pictures');
  await bench.ana.call('cancelJob', { params: { id: cancelled ?? '' } });

  expect(await statusOf(file)).toEqual({
    pictures: 'Cancel Success',
    'word-count': 'StatusMessage.error: no words',
    Status: 'Done',
  });
  const params = { id: file };
  expect(await bench.ana.call('isFileBeingProcessed', { params })).toEqual({ isBeingProcessed: 'false' });
});

test('a dataset lists the overall status of each file', async () => {
  const { id, files } = await bench.datasetWith('a.csv', 'b.png', 'c.csv');
  const [a = '', b = '', c = ''] = files;
  await submit(a);
  await (await bench.jobs.claim()).report(aReport('SUCCEEDED'));
  await submit(c);

  expect(await bench.ben.call('listExtractionStatuses', { params: { id } })).toEqual([
    { id: c, status: 'Processing' },
    { id: b, status: BUSY },
    { id: a, status: 'Done' },
  ]);
  await (await bench.jobs.claim()).report(aReport('SUCCEEDED'));
});

test('a file and its dataset are being processed while a job is open', async () => {
  const { id, files } = await bench.datasetWith('a.csv');
  const [file = ''] = files;
  const ask = async () => [
    (await bench.ana.call('isFileBeingProcessed', { params: { id: file } }))?.isBeingProcessed,
    (await bench.ana.call('isDatasetBeingProcessed', { params: { id } }))?.isBeingProcessed,
  ];
  expect(await ask()).toEqual(['false', 'false']);
  await submit(file);
  expect(await ask()).toEqual(['true', 'true']);
  await (await bench.jobs.claim()).report(aReport('SUCCEEDED'));
  expect(await ask()).toEqual(['false', 'false']);
  await bench.ana.call('submitDatasetExtraction', {
    params: { id },
    body: { extractor: 'word-count', priority: 9 },
  });
  expect(await ask()).toEqual(['false', 'true']);
  await (await bench.jobs.claim()).report(aReport('SUCCEEDED'));
});

test('the status comes with the extracted metadata', async () => {
  const [file = ''] = (await bench.datasetWith('a.csv')).files;
  await bench.ana.call('addFileTags', { params: { id: file }, body: { tags: ['soil'] } });
  await submit(file);

  expect(await bench.ana.call('showExtractionMetadata', { params: { id: file } })).toEqual({
    file_id: file,
    filename: 'a.csv',
    Status: 'Processing',
    tags: [{ userId: 'ana', values: ['soil'] }],
    previews: [],
    'versus descriptors url': '',
  });
  await (await bench.jobs.claim()).report(aReport('SUCCEEDED'));
});

test.each(['showExtractionStatus', 'showExtractionMetadata', 'isFileBeingProcessed'] as const)(
  '%s knows no file that is not there',
  async (route) => {
    for (const id of [v4(), 'no-id'])
      expect(await refusalOf(bench.ana.call(route, { params: { id } }))).toBe('404 file_not_found');
  },
);

test.each(['listExtractionStatuses', 'isDatasetBeingProcessed'] as const)(
  '%s knows no dataset that is not there',
  async (route) => {
    for (const id of [v4(), 'no-id'])
      expect(await refusalOf(bench.ana.call(route, { params: { id } }))).toBe('404 dataset_not_found');
  },
);
