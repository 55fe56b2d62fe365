import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { JobCaller } from '../../model/caller.ts';
import { EVERYTHING } from '../../model/grant.ts';
import type { Job } from '../../model/job.ts';
import { listJobs } from '../../store/jobs/list-jobs.ts';
import { ana, authorizationOf, type ClowderBench, createClowderBench, refusalOf } from './clowder.builder.ts';

let bench: ClowderBench;
beforeAll(async () => {
  bench = await createClowderBench();
  await bench.jobs.db.updateTable('extractors').set({ process: '{}' }).execute();
  await bench.addExtractor('texts', { process: { file: ['text/*'] } });
  await bench.addExtractor('tables', { process: { file: ['text/csv'], dataset: ['file.removed'] } });
  await bench.addExtractor('whole', { process: { dataset: ['*.added'] } });
  await bench.addExtractor('off', { process: { file: ['*'], dataset: ['*'] }, enabled: false });
  await bench.addExtractor('private.k1.mine', {
    owner: 'ana',
    info: { name: 'mine' },
    process: { file: ['text/*'] },
  });
});
afterAll(() => bench.close());

const datasetWith = (...names: string[]) => bench.datasetWith(...names);

const jobsIn = async (datasetId: string): Promise<Job[]> => {
  const pick = { grant: EVERYTHING, filter: { datasetId }, sort: 'submitted_at', limit: 200 } as const;
  return (await listJobs(bench.jobs.db, pick, bench.jobs.now())).jobs.map(({ job }) => job);
};
const extractorsIn = async (datasetId: string): Promise<string[]> =>
  (await jobsIn(datasetId)).map(({ facts }) => facts.extractor).toSorted();

test('a file is submitted to an extractor, with parameters and a priority', async () => {
  const { id, files } = await datasetWith('soil.csv');
  const [file = ''] = files;
  const body = { extractor: 'word-count', parameters: { depth: 2, 'od\0d': 'x' }, priority: 5 };
  const answer = await bench.ana.call('submitFileExtraction', { params: { id: file }, body });

  const [job] = await jobsIn(id);
  expect(answer).toEqual({
    status: 'OK',
    job_id: job?.facts.id,
    jobs: [{ extractor: 'word-count', job_id: job?.facts.id }],
  });
  expect(job?.facts).toMatchObject({
    extractor: 'word-count',
    resource: { type: 'file', id: file, name: 'soil.csv', sizeBytes: 9, mime: 'text/csv' },
    trigger: 'manual',
    submittedBy: 'ana',
    parameters: { depth: 2, 'od\uFFFDd': 'x' },
    priority: 5,
    dataChange: null,
  });
});

test('without an extractor a file is submitted to all that match', async () => {
  const { id, files } = await datasetWith('soil.csv');
  const params = { id: files[0] ?? '' };
  const answer = await bench.ana.call('submitFileExtraction', { params });
  expect(answer?.jobs.map(({ extractor }) => extractor)).toEqual(['private.k1.mine', 'tables', 'texts']);
  await bench.ben.call('submitFileExtraction', { params, body: {} });

  expect(await extractorsIn(id)).toEqual(['private.k1.mine', 'tables', 'tables', 'texts', 'texts']);
});

test('a dataset is submitted to one extractor or to all that match', async () => {
  const { id } = await datasetWith('soil.csv');
  const body = { extractor: 'word-count' };
  const named = await bench.ana.call('submitDatasetExtraction', { params: { id }, body });
  expect(named).toMatchObject({ status: 'OK', job_id: expect.any(String) });
  await bench.ana.call('submitDatasetExtraction', { params: { id } });

  expect(await extractorsIn(id)).toEqual(['whole', 'word-count']);
  expect((await jobsIn(id)).map(({ facts }) => facts.resource)).toEqual(
    Array(2).fill({ type: 'dataset', id, name: 'Prairie soil cores', sizeBytes: null, mime: null }),
  );
});

test('only its owner can submit to a private extractor, by either name', async () => {
  const { id, files } = await datasetWith('leaf.png');
  const submit = (client: typeof bench.ana, extractor: string) =>
    client.call('submitFileExtraction', { params: { id: files[0] ?? '' }, body: { extractor } });
  await submit(bench.ana, 'mine');
  await submit(bench.ana, 'private.k1.mine');
  expect(await refusalOf(submit(bench.ben, 'mine'))).toBe('404 extractor_not_found');
  expect(await refusalOf(submit(bench.ben, 'private.k1.mine'))).toBe('404 extractor_not_found');

  expect(await extractorsIn(id)).toEqual(['private.k1.mine', 'private.k1.mine']);
});

const deep = (levels: number): Record<string, unknown> => (levels === 0 ? {} : { inner: deep(levels - 1) });

test.each([
  ['an unknown extractor', { extractor: 'unknown' }, '404 extractor_not_found'],
  ['an extractor that is switched off', { extractor: 'off' }, '409 conflict'],
  ['parameters that nest too deep', { extractor: 'texts', parameters: deep(500) }, '400 bad_request'],
  [
    'parameters that are too large',
    { extractor: 'texts', parameters: { a: 'x'.repeat(70_000) } },
    '413 too_large',
  ],
  ['parameters that are no object', { extractor: 'texts', parameters: 'a=1' as never }, '400 bad_request'],
  ['a priority out of range', { extractor: 'texts', priority: 1_000 }, '400 bad_request'],
  ['a file that no extractor matches', {}, '409 conflict'],
])('%s is refused, and nothing is submitted', async (_, body, refusal) => {
  const { id, files } = await datasetWith('leaf.png', 'b.png');
  const [file = '', other = ''] = files;
  const asked = [
    bench.ana.call('submitFileExtraction', { params: { id: file }, body }),
    bench.ana.call('submitSelectedFiles', { params: { ds_id: id, file_ids: `${file},${other}` }, body }),
  ];
  expect(await Promise.all(asked.map(refusalOf))).toEqual([refusal, refusal]);
  expect(await jobsIn(id)).toEqual([]);
});

test('the refusal of an unknown extractor has the fields of Clowder', async () => {
  const { files } = await datasetWith('leaf.png');
  const response = await fetch(`${bench.url}/api/files/${files[0]}/extractions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...authorizationOf(ana) },
    body: JSON.stringify({ extractor: 'unknown' }),
  });
  expect(await response.json()).toEqual({
    status: 'KO',
    message: 'There is no extractor unknown.',
    error: { code: 'extractor_not_found', message: 'There is no extractor unknown.' },
  });
});

test('an unknown resource is not submitted', async () => {
  const body = { extractor: 'texts' };
  for (const id of [v4(), 'no-id']) {
    expect(await refusalOf(bench.ana.call('submitFileExtraction', { params: { id }, body }))).toBe(
      '404 file_not_found',
    );
    expect(await refusalOf(bench.ana.call('submitDatasetExtraction', { params: { id }, body }))).toBe(
      '404 dataset_not_found',
    );
    const params = { ds_id: id, file_ids: v4() };
    expect(await refusalOf(bench.ana.call('submitSelectedFiles', { params, body }))).toBe(
      '404 dataset_not_found',
    );
  }
});

test('each selected file is submitted to each requested extractor', async () => {
  const { id, files } = await datasetWith('a.csv', 'b.txt');
  const [a = '', b = ''] = files;
  const params = { ds_id: id, file_ids: `${b},${a.toUpperCase()}` };
  const one = await bench.ana.call('submitSelectedFiles', { params, body: { extractor: 'texts' } });
  expect(one?.status).toBe('success');
  expect(Object.keys(one?.jobs ?? {}).toSorted()).toEqual(files);
  const all = await bench.ben.call('submitSelectedFiles', { params });

  expect(all?.submitted.map(({ file_id, extractor }) => [file_id, extractor])).toEqual([
    [a, 'tables'],
    [a, 'texts'],
    [b, 'texts'],
  ]);
  expect(all?.jobs[a]).toBe(all?.submitted[0]?.job_id);
});

test('a selection with a file of another dataset is refused whole', async () => {
  const { id, files } = await datasetWith('a.csv');
  const elsewhere = await datasetWith('b.csv');
  for (const stranger of [elsewhere.files[0] ?? '', v4(), 'no-id']) {
    const params = { ds_id: id, file_ids: `${files[0]},${stranger}` };
    const answer = bench.ana.call('submitSelectedFiles', { params, body: { extractor: 'texts' } });
    expect(await refusalOf(answer)).toBe('404 file_not_found');
  }
  expect([await jobsIn(id), await jobsIn(elsewhere.id)]).toEqual([[], []]);
});

test('files announced together trigger extractors of whole datasets', async () => {
  const { id, files } = await datasetWith('a.csv', 'b.csv');
  const query = { fileids: files };
  expect(await bench.ana.call('announceFiles', { params: { id }, query })).toBe('added new event');

  const [job, ...others] = await jobsIn(id);
  expect(others).toEqual([]);
  expect(job?.facts).toMatchObject({
    extractor: 'whole',
    trigger: 'dataset',
    dataChange: { operation: 'files.added' },
  });
});

test('files that are not in the dataset are not announced', async () => {
  const { id, files } = await datasetWith('a.csv');
  const query = { fileids: [files[0] ?? '', v4()] };
  expect(await refusalOf(bench.ana.call('announceFiles', { params: { id }, query }))).toBe(
    '404 file_not_found',
  );
  expect(await refusalOf(bench.ana.call('announceFiles', { params: { id: v4() }, query: {} }))).toBe(
    '404 dataset_not_found',
  );
  expect(await jobsIn(id)).toEqual([]);
});

/** An extractor in the middle of a job on a dataset. */
const atWork = async (datasetId: string): Promise<{ caller: JobCaller; end: () => Promise<unknown> }> => {
  const resource = { type: 'dataset', id: datasetId, name: 'soil', sizeBytes: null, mime: null } as const;
  await bench.jobs.submit({ datasetId, resource, priority: 100 });
  const held = await bench.jobs.claim();
  const caller: JobCaller = {
    kind: 'job',
    jobId: held.jobId,
    attempt: held.attempt,
    extractor: 'word-count',
    extractorVersion: '1.0',
    submittedBy: 'ana',
  };
  const done = { id: v4(), kind: 'SUCCEEDED', message: '', reportedAt: null, reported: null } as const;
  return { caller, end: () => held.report(done) };
};

test('a job submits others for its person while it is open, but not to itself', async () => {
  const { id, files } = await datasetWith('a.csv');
  const elsewhere = await datasetWith('b.csv');
  const { caller, end } = await atWork(id);
  const submit = (fileId: string | undefined, extractor: string) =>
    bench.as(caller).call('submitFileExtraction', { params: { id: fileId ?? '' }, body: { extractor } });
  await submit(files[0], 'texts');
  expect(await refusalOf(submit(files[0], 'word-count'))).toBe('409 conflict');
  expect(await refusalOf(submit(elsewhere.files[0], 'texts'))).toBe('404 file_not_found');
  await end();
  bench.jobs.pass(30_001);
  expect(await refusalOf(submit(files[0], 'texts'))).toBe('410 job_over');

  const submitted = (await jobsIn(id)).filter(({ facts }) => facts.trigger === 'manual');
  expect(submitted.map(({ facts }) => [facts.extractor, facts.submittedBy])).toEqual([['texts', 'ana']]);
});
