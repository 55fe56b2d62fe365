import { afterAll, beforeAll, expect, test } from 'vitest';
import type { DatasetChanges } from '../../datasets/ports.ts';
import { registerExtractor } from '../../extractors/register-extractor.ts';
import type { Caller, JobCaller, UserCaller } from '../../model/caller.ts';
import { EVERYTHING } from '../../model/grant.ts';
import type { Job } from '../../model/job.ts';
import { listJobs } from '../../store/jobs/list-jobs.ts';
import { ANA, createJobsBench, type JobsBench } from '../jobs.builder.ts';
import { resubmitJob } from '../resubmit.ts';
import { createSubmitOnChange } from './submit-on-change.ts';

const PERSON: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };
const TYPES: Readonly<Record<string, string>> = { ping: 'text/ping', pong: 'text/pong' };
const MAX_CHAIN = 8;

let bench: JobsBench;
let changes: DatasetChanges;
beforeAll(async () => {
  bench = await createJobsBench();
  changes = createSubmitOnChange(bench.now, MAX_CHAIN);
  for (const [name, type] of Object.entries(TYPES))
    await registerExtractor(
      { ...bench, autoEnable: true, approveChanges: false },
      {
        name,
        version: '1.0',
        owner: null,
        process: { file: [type], dataset: [], metadata: [] },
        info: {},
      },
      PERSON,
    );
});
afterAll(() => bench.close());

const callerOf = ({ facts }: Job): JobCaller => ({
  kind: 'job',
  jobId: facts.id,
  attempt: 1,
  extractor: facts.extractor,
  extractorVersion: null,
  submittedBy: facts.submittedBy,
});

/** Adds a file for an extractor to take, and gives the job that this sets off. */
const addFileFor = async (extractor: string, by: Caller): Promise<Job> => {
  const { resource, datasetId } = await bench.addFile();
  const file = { id: resource.id, name: resource.name, mime: TYPES[extractor] ?? '', sizeBytes: 1 };
  const added = { dataset: { id: datasetId, name: 'Soil' }, files: [file], by, at: bench.now() };
  await bench.db.transaction().execute((trx) => changes.filesAdded(trx, added));
  const query = {
    grant: EVERYTHING,
    filter: { resourceId: resource.id },
    sort: '-submitted_at',
    limit: 1,
  } as const;
  const [view] = (await listJobs(bench.db, query, bench.now())).jobs;
  if (view === undefined) throw new Error('no job was set off');
  return view.job;
};

/** Each job sets off one of the other extractor, until one is stopped. */
const letFeedEachOther = async (): Promise<Job[]> => {
  const jobs = [await addFileFor('ping', PERSON)];
  for (let last = jobs[0]; last !== undefined && last.progress.state === 'QUEUED'; last = jobs.at(-1))
    jobs.push(await addFileFor(last.facts.extractor === 'ping' ? 'pong' : 'ping', callerOf(last)));
  return jobs;
};

test('two extractors that feed each other stop at the fourth job of one of them', async () => {
  const jobs = await letFeedEachOther();
  const stopped = jobs.at(-1);

  expect(jobs.map(({ facts }) => facts.extractor)).toEqual([
    'ping',
    'pong',
    'ping',
    'pong',
    'ping',
    'pong',
    'ping',
  ]);
  expect(stopped?.facts.chain).toEqual(
    jobs.slice(0, -1).map(({ facts: { id, extractor } }) => ({ jobId: id, extractor })),
  );
  expect(stopped?.progress).toMatchObject({
    state: 'SKIPPED',
    attempts: [],
    reason: { code: 'chain_limit', facts: { depth: 6, ofExtractor: 3 } },
  });
  const events = await bench.events(stopped?.facts.id ?? '');
  expect(events.map(({ kind }) => kind)).toEqual(['SUBMITTED', 'CHAIN_LIMIT']);
});

test('a stopped job that is resubmitted goes on by one job', async () => {
  const stopped = (await letFeedEachOther()).at(-1);
  const id = await resubmitJob(bench, stopped?.facts.id ?? '', { by: ANA });
  if (typeof id !== 'string') throw new Error(id.message);
  const released = await bench.job(id);
  const next = await addFileFor('pong', callerOf(released));

  expect(released.progress.state).toBe('QUEUED');
  expect(next.progress).toMatchObject({
    state: 'SKIPPED',
    reason: { code: 'chain_limit', facts: { depth: 7, ofExtractor: 3 } },
  });
  expect(next.facts.chain.at(-1)).toEqual({ jobId: id, extractor: 'ping' });
});

test('files that people add begin a chain of their own', async () => {
  await letFeedEachOther();
  const job = await addFileFor('ping', PERSON);

  expect(job.facts.chain).toEqual([]);
  expect(job.progress.state).toBe('QUEUED');
});
