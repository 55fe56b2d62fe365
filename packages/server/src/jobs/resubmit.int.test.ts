import { afterAll, beforeAll, expect, test } from 'vitest';
import { ANA, aReport, createJobsBench, type JobsBench, WORD_COUNT } from './jobs.builder.ts';
import { resubmitJob } from './resubmit.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench();
});
afterAll(() => bench.close());

const again = async (jobId: string, parameters?: Record<string, unknown>): Promise<string> => {
  const id = await resubmitJob(bench, jobId, { by: ANA, parameters });
  if (typeof id !== 'string') throw new Error(id.message);
  return id;
};

test('a resubmission is a new, equal job, and both point to each other', async () => {
  const cause = { type: 'file', id: '0192f0c0-0000-7000-8000-000000000001', name: 'soil.csv' } as const;
  const old = await bench.submit({
    ...(await bench.addFile()),
    parameters: { depth: 2 },
    submittedBy: null,
    cause,
  });
  await (await bench.claim()).report(aReport('ERROR', { message: 'disk full' }));
  bench.pass(1_000);
  const id = await again(old);

  const [before, after] = [await bench.job(old), await bench.job(id)];
  expect(after.facts).toEqual({
    ...before.facts,
    id,
    trigger: 'resubmit',
    submittedBy: 'ana',
    resubmitOf: old,
  });
  expect(after.progress).toMatchObject({ state: 'QUEUED', submittedAt: bench.now(), attempts: [] });
  expect(before.progress).toMatchObject({ state: 'FAILED', resubmittedAs: [id] });
  expect((await bench.events(old)).at(-1)).toMatchObject({ kind: 'RESUBMITTED_AS', resubmittedAs: id });
  expect(await bench.claim()).toMatchObject({ jobId: id, attempt: 1 });
});

test('new parameters replace the old ones', async () => {
  const old = await bench.submit({ ...(await bench.addFile()), parameters: { depth: 2, unit: 'cm' } });
  const id = await again(old, { 'de\0pth': ['3\0', null, 4] });

  expect((await bench.job(id)).facts.parameters).toEqual({ 'de\uFFFDpth': ['3\uFFFD', null, 4] });
});

test('a job can be resubmitted several times', async () => {
  const old = await bench.submit(await bench.addFile());
  const newer = [await again(old), await again(old)];

  expect((await bench.job(old)).progress.resubmittedAs).toEqual(newer);
});

test('an unknown job cannot be resubmitted', async () => {
  expect(await resubmitJob(bench, 'nothing', { by: ANA })).toMatchObject({ refused: 'job_not_found' });
});

test('a job of a disabled or invisible extractor cannot be resubmitted', async () => {
  const old = await bench.submit(await bench.addFile());
  const change = (to: { enabled?: boolean; owner?: string | null }) =>
    bench.db.updateTable('extractors').set(to).where('name', '=', WORD_COUNT).execute();
  await change({ enabled: false });
  expect(await resubmitJob(bench, old, { by: ANA })).toMatchObject({ refused: 'conflict' });

  await bench.db.insertInto('users').values({ id: 'ben', name: 'Ben', email: 'ben@example.org' }).execute();
  await change({ enabled: true, owner: 'ben' });
  expect(await resubmitJob(bench, old, { by: ANA })).toMatchObject({
    refused: 'extractor_not_found',
  });
  expect((await bench.job(old)).progress.resubmittedAs).toEqual([]);
  expect(await resubmitJob(bench, old, { by: { id: 'ben' } })).toEqual(expect.any(String));
  await change({ owner: null });
});

test('a job on a deleted file cannot be resubmitted', async () => {
  const file = await bench.addFile();
  const old = await bench.submit(file);
  await bench.db.deleteFrom('files').where('id', '=', file.resource.id).execute();

  expect(await resubmitJob(bench, old, { by: ANA })).toMatchObject({ refused: 'file_not_found' });
});
