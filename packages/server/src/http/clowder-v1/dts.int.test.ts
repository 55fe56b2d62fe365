import { afterAll, beforeAll, expect, test } from 'vitest';
import { aReport } from '../../jobs/jobs.builder.ts';
import { type ClowderBench, createClowderBench, refusalOf } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.addExtractor('converter', {
    process: { file: ['image/*'] },
    info: { categories: ['Convert'] },
  });
  await bench.addExtractor('private.k.own', { owner: 'ana', process: { file: ['text/*'] } });
  await bench.addExtractor('off', { enabled: false, process: { file: ['audio/*'] } });
});
afterAll(() => bench.close());

const beat = (name: string, instance_id: string, host?: string, stopping = false) =>
  bench.ana.call('sendHeartbeat', {
    params: { name, instance_id },
    body: { version: '1.0', interval_s: 10, stopping, ...(host === undefined ? {} : { host }) },
  });

test('hosts and instances are those alive and visible to the caller', async () => {
  await beat('converter', 'a', 'lab-1');
  await beat('converter', 'b', 'lab-1');
  await beat('converter', 'c', 'lab-2', true);
  await beat('word-count', 'd');
  await beat('private.k.own', 'e', 'lab-3');

  expect(await bench.ana.call('listExtractorServers', {})).toEqual({ Servers: ['lab-1', 'lab-3'] });
  expect(await bench.ben.call('listExtractorServers', {})).toEqual({ Servers: ['lab-1'] });
  expect(await bench.ben.call('listExtractorDetails', {})).toEqual([
    { ip: 'lab-1', extractor_name: 'converter', count: 2 },
  ]);
});

test('names are those of enabled extractors, filtered by category', async () => {
  const names = async (client: typeof bench.ana, categories?: string[]) =>
    (await client.call('listExtractorNames', { query: { categories } }))?.Extractors;
  expect(await names(bench.ana)).toEqual(['converter', 'private.k.own', 'word-count']);
  expect(await names(bench.ben)).toEqual(['converter', 'word-count']);
  expect(await names(bench.ben, ['convert'])).toEqual(['converter']);
  expect(await names(bench.ben, ['EXTRACT', 'ARCHIVE'])).toEqual(['word-count']);
});

test('input types are the patterns of enabled extractors', async () => {
  expect(await bench.ana.call('listInputTypes', {})).toEqual({ InputTypes: ['*/*', 'image/*', 'text/*'] });
});

test('files for extraction are uploaded to one dataset', async () => {
  const upload = async (client: typeof bench.ana) => {
    const form = new FormData();
    form.append('File', new Blob(['one two']), 'notes.txt');
    const response = await client.fetch('uploadForExtraction', { query: {} }, { body: form });
    return ((await response.json()) as { id: string }).id;
  };
  const first = await upload(bench.ben);
  const firstAt = bench.jobs.now();
  bench.jobs.pass(1_000);
  const ids = [first, await upload(bench.ben)];
  const files = await Promise.all(ids.map((id) => bench.ben.call('showFile', { params: { id } })));

  expect(new Set(files.map((file) => file?.dataset.id)).size).toBe(1);
  expect(files[0]?.dataset.name).toBe('Sent for extraction');
  expect(await bench.ben.call('showExtractionStatus', { params: { id: ids[0] ?? '' } })).toEqual({
    'word-count': 'SUBMITTED',
    Status: 'Processing',
  });
  const attempt = await bench.jobs.claim();
  await attempt.report(aReport('SUCCEEDED'));
  expect(await bench.ben.call('listExtractionRequests', {})).toEqual([
    {
      clientIP: '',
      fileid: ids[1],
      filename: 'notes.txt',
      fileType: 'text/plain',
      filesize: 7,
      uploadDate: bench.jobs.now(),
      extractors: ['word-count'],
      startTime: null,
      endTime: null,
    },
    expect.objectContaining({
      fileid: ids[0],
      uploadDate: firstAt,
      startTime: bench.jobs.now(),
      endTime: bench.jobs.now(),
    }),
  ]);
  expect(await bench.ana.call('listExtractionRequests', {})).toEqual([]);
});

test('a form without a file is refused', async () => {
  const form = new FormData();
  form.append('note', 'no file');
  const answer = bench.ana.fetch('uploadForExtraction', { query: {} }, { body: form });
  expect(await refusalOf(answer)).toBe('400 bad_request');
});
