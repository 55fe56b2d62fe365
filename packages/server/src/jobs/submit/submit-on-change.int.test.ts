import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetChanges } from '../../datasets/ports.ts';
import { registerExtractor } from '../../extractors/register-extractor.ts';
import type { JobCaller, UserCaller } from '../../model/caller.ts';
import { EVERYTHING } from '../../model/grant.ts';
import type { Job } from '../../model/job.ts';
import { listJobs } from '../../store/jobs/list-jobs.ts';
import { ANA, createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { createSubmitOnChange } from './submit-on-change.ts';

const PROCESSES = {
  texts: { file: ['text/*'] },
  everything: { file: ['*'] },
  'each-file': { dataset: ['file.added'] },
  'all-files': { dataset: ['*.added'] },
  leavers: { dataset: ['file.removed'] },
  'file-metadata': { metadata: ['added.file'] },
  'dataset-metadata': { metadata: ['added.dataset'] },
  'metadata-leavers': { metadata: ['removed.*'] },
  nothing: {},
};

let bench: JobsBench;
let events: DatasetChanges;
beforeAll(async () => {
  bench = await createJobsBench(['switched-off']);
  events = createSubmitOnChange(bench.now, 8);
  for (const [name, patterns] of Object.entries(PROCESSES)) {
    const process = { file: [], dataset: [], metadata: [], ...patterns };
    await registerExtractor(
      { ...bench, autoEnable: true, approveChanges: false },
      { name, version: '1.0', owner: null, process, info: {} },
      by,
    );
  }
  const process = JSON.stringify({ file: ['*'], dataset: ['*'], metadata: ['*'] });
  await bench.db
    .updateTable('extractors')
    .set({ process, enabled: false })
    .where('name', '=', 'switched-off')
    .execute();
});
afterAll(() => bench.close());

const by: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };
const extractorAtWork: JobCaller = {
  kind: 'job',
  jobId: v4(),
  attempt: 1,
  extractor: 'x',
  extractorVersion: null,
  submittedBy: 'ana',
};
const aDataset = () => ({ id: v4(), name: 'soil' });
const aFile = (name: string, mime: string) => ({ id: v4(), name, mime, sizeBytes: 3 });
const at = 0;

const jobsOf = async (dataset: { id: string }): Promise<Job[]> => {
  const filter = { datasetId: dataset.id };
  const { jobs } = await listJobs(
    bench.db,
    { grant: EVERYTHING, filter, sort: 'submitted_at', limit: 200 },
    bench.now(),
  );
  return jobs.map(({ job }) => job);
};

/** `trigger extractor type resource cause` of each job, in alphabetical order. */
const summary = async (dataset: { id: string }): Promise<string[]> =>
  (await jobsOf(dataset))
    .map(({ facts: { extractor, resource, cause, trigger } }) =>
      [trigger, extractor, resource.type, resource.name, cause?.name ?? '-'].join(' '),
    )
    .toSorted();

const within = (
  change: (trx: Parameters<DatasetChanges['filesAdded']>[0]) => Promise<unknown>,
): Promise<unknown> => bench.db.transaction().execute(change);

test('an added file gets a job of every matching extractor', async () => {
  const dataset = aDataset();
  const file = aFile('notes.txt', 'text/plain; charset=utf-8');
  await within((trx) => events.filesAdded(trx, { dataset, files: [file], by, at }));

  expect(await summary(dataset)).toEqual([
    'dataset all-files dataset soil notes.txt',
    'dataset each-file dataset soil notes.txt',
    'upload everything file notes.txt -',
    'upload texts file notes.txt -',
  ]);
  for (const { facts, progress } of await jobsOf(dataset)) {
    expect(facts).toMatchObject({ submittedBy: 'ana', datasetId: dataset.id });
    expect(progress.state).toBe('QUEUED');
  }
});

test('files added together submit one job on their dataset', async () => {
  const dataset = aDataset();
  const files = [aFile('a.png', 'image/png'), aFile('b.txt', 'text/csv')];
  await within((trx) => events.filesAdded(trx, { dataset, files, by, at }));

  expect(await summary(dataset)).toEqual([
    'dataset all-files dataset soil -',
    'dataset each-file dataset soil a.png',
    'dataset each-file dataset soil b.txt',
    'upload everything file a.png -',
    'upload everything file b.txt -',
    'upload texts file b.txt -',
  ]);
});

test('removing a file submits jobs to extractors triggered by it', async () => {
  const dataset = aDataset();
  await within((trx) => events.fileRemoved(trx, { dataset, file: aFile('a.png', 'image/png'), by, at }));

  expect(await summary(dataset)).toEqual(['dataset leavers dataset soil a.png']);
});

test.each([
  ['file', 'metadata file-metadata file a.png -'],
  ['dataset', 'metadata dataset-metadata dataset soil -'],
] as const)('adding metadata of a %s submits jobs to extractors triggered by it', async (type, expected) => {
  const dataset = aDataset();
  const resource = type === 'file' ? { type, ...aFile('a.png', 'image/png') } : { type, ...dataset };
  const metadata = {
    id: v4(),
    context: undefined,
    content: {},
    agent: { '@type': 'cat:user' },
    jobId: null,
  } as const;
  await within((trx) =>
    events.metadataAdded(trx, { dataset, resource, metadata: { ...metadata, extractor: null }, by, at }),
  );
  expect(await summary(dataset)).toEqual([expected]);

  const itself = `${type}-metadata`;
  await within((trx) =>
    events.metadataAdded(trx, { dataset, resource, metadata: { ...metadata, extractor: itself }, by, at }),
  );
  expect(await summary(dataset)).toEqual([expected]);
});

test.each(['file', 'dataset'] as const)(
  'removing metadata of a %s submits one job to each extractor triggered by it',
  async (type) => {
    const dataset = aDataset();
    const resource = type === 'file' ? { type, ...aFile('a.png', 'image/png') } : { type, ...dataset };
    const removed = [v4(), v4()].map((id) => ({ id, extractor: 'texts' }));
    await within((trx) => events.metadataRemoved(trx, { dataset, resource, removed, by, at }));
    const jobs = await jobsOf(dataset);
    expect(jobs.map(({ facts }) => [facts.extractor, facts.resource.id, facts.dataChange])).toEqual([
      ['metadata-leavers', resource.id, { operation: `removed.${type}`, metadataId: null }],
    ]);

    const itself = { ...extractorAtWork, extractor: 'metadata-leavers' };
    await within((trx) => events.metadataRemoved(trx, { dataset, resource, removed, by: itself, at }));
    expect(await jobsOf(dataset)).toHaveLength(1);
  },
);

test('jobs on an output belong to the person of the job that made it', async () => {
  const dataset = aDataset();
  await within((trx) =>
    events.filesAdded(trx, { dataset, files: [aFile('a.png', 'image/png')], by: extractorAtWork, at }),
  );

  expect((await jobsOf(dataset)).map(({ facts }) => facts.submittedBy)).toEqual(['ana', 'ana', 'ana']);
});

test('the output of an extractor triggers all extractors but itself', async () => {
  const dataset = aDataset();
  const files = [aFile('a.txt', 'text/plain'), aFile('b.txt', 'text/plain')];
  for (const extractor of ['texts', 'each-file', 'all-files'])
    await within((trx) =>
      events.filesAdded(trx, { dataset, files, by: { ...extractorAtWork, extractor }, at }),
    );

  const count = (name: string, summaries: readonly string[]) =>
    summaries.filter((line) => line.includes(` ${name} `)).length;
  const submitted = await summary(dataset);
  expect(['texts', 'everything', 'each-file', 'all-files'].map((name) => count(name, submitted))).toEqual([
    4, 6, 4, 2,
  ]);
});

test('files announced together submit one job for the dataset', async () => {
  const dataset = aDataset();
  await within((trx) => events.filesAnnounced(trx, { dataset, by, at }));

  expect(await summary(dataset)).toEqual(['dataset all-files dataset soil -']);
});

test('jobs are rolled back with the change that submits them', async () => {
  const dataset = aDataset();
  const change = within(async (trx) => {
    await events.filesAdded(trx, { dataset, files: [aFile('a.txt', 'text/plain')], by, at });
    throw new Error('disk full');
  });

  await expect(change).rejects.toThrow('disk full');
  expect(await jobsOf(dataset)).toEqual([]);
});
