import type { Event, Job, JobOutput } from '@pawprint/protocol';
import { aDataset, aFileInfo } from '../../files/builders.ts';
import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aJob, anAttempt, anEvent, at } from '../builders.ts';
import { JobView } from './job-view.tsx';

const events: readonly Event[] = [
  anEvent(1, { attempt: null, kind: 'SUBMITTED', message: 'Submitted.' }),
  anEvent(2, { kind: 'STARTED', message: 'Started processing.' }),
  ...Array.from({ length: 30 }, (_, line) => anEvent(line + 3, { message: `Read page ${line + 1} of 30.` })),
  anEvent(40, { level: 'warn', message: '\u001b[33mwarning:\u001b[0m page 12 is empty' }),
  anEvent(41, { kind: 'ERROR', message: 'out of memory\n  at page 12\n  at main' }),
  anEvent(42, { attempt: 2, kind: 'STARTED', message: 'Started processing.' }),
];

/** As long as a file's name can be, without a place to break it. */
const LONG_NAME = 'n'.repeat(251);

const anOutput = (over: Partial<JobOutput>): JobOutput => ({
  kind: 'metadata',
  id: 'm1',
  name: '',
  mime: 'image/png',
  size_bytes: 100,
  sha256: null,
  resource: { type: 'file', id: 'f1' },
  attempt: 2,
  instance_id: '01a20f3e-7d41-7c02-9a51-0000000081c2',
  extractor_version: '2.0',
  extractor_version_candidates: [],
  is_superseded: false,
  created_at: at(2800),
  ...over,
});

const answersFor = (job: Job) => ({
  showJob: {
    ...job,
    clock: null,
    attempts: [
      anAttempt(1, { outcome: 'FAILED', error: 'out of memory', started_at: at(400), ended_at: at(1800) }),
      anAttempt(2, {
        outcome: job.state === 'RUNNING' ? 'RUNNING' : 'SUCCEEDED',
        started_at: at(2600),
        ended_at: job.finished_at,
      }),
    ],
  },
  listJobOutputs: {
    items: [
      anOutput({ kind: 'metadata', name: '', mime: null, size_bytes: 1_200 }),
      anOutput({ kind: 'preview', name: 'Depth profile', id: 'p1', size_bytes: 84_000, is_superseded: true }),
      anOutput({ kind: 'file', name: `${LONG_NAME}.csv`, id: 'f2', resource: { type: 'file', id: 'f2' } }),
      anOutput({
        kind: 'tag',
        name: 'loam',
        id: 't1',
        size_bytes: null,
        attempt: null,
        instance_id: null,
        extractor_version: null,
        extractor_version_candidates: ['2.0', '3.1'],
      }),
    ],
  },
  showJobMessage: { lane: 'rabbitmq' as const, message: { jobid: job.id, secretKey: 'hidden', attempt: 2 } },
  showDataset: aDataset(),
  showFile: aFileInfo(),
  listJobEvents: (query: URLSearchParams) => ({
    items: query.has('after') ? [] : events.map((event) => ({ ...event, job_id: job.id })),
    next: null,
    archived: false,
  }),
});

const done = aJob.done({ attempt_count: 2, parameters: { depth: 10, format: 'pdf' } });
const running = aJob.running({ attempt_count: 2, progress: 0.4, last_event_at: at(2600) });

export const Done = example(<JobView id={done.id} />, answersFor(done));

export const Running = example(<JobView id={running.id} />, answersFor(running));

const failed = aJob.failed({ attempt_count: 2 });

export const FailedJob = example(<JobView id={failed.id} />, answersFor(failed));

const wide = aJob.running({
  extractor: `org.example.${LONG_NAME}`,
  extractor_version: LONG_NAME,
  resource: { type: 'file', id: 'f1', name: `${LONG_NAME}.txt` },
  parameters: { [LONG_NAME]: LONG_NAME },
  latest: { kind: 'LOG', message: LONG_NAME, at: at(2600) },
  lines_dropped: { by_level: { info: 1_204 }, silent_ms: 12_000 },
  event_counts: { all: 104_812, extractor: 104_800, server: 12, errors: 341 },
});

/** Every name is as long as it can be, the instance's clock is wrong, and lines were dropped. */
export const LongNames = example(<JobView id={wide.id} />, {
  ...answersFor(wide),
  showJob: {
    ...answersFor(wide).showJob,
    clock: { cause: 'clock', offset_ms: -3_600_000, text: 'clock is about 1 h behind' },
  },
});

const stopped: Job = {
  ...aJob.done({
    chain: [
      { job_id: '01a20f3e-7d41-7c02-9a51-00000000aa01', extractor: 'ncsa.ocr' },
      { job_id: '01a20f3e-7d41-7c02-9a51-00000000aa02', extractor: 'ncsa.translate' },
    ],
  }),
  state: 'SKIPPED',
  attempt_count: 0,
  started_at: null,
  run_ms: null,
  latest: null,
  reason: {
    code: 'chain_limit',
    text: 'Stopped: its extractor ran 3 times before in this chain of jobs that set each other off; resubmit it to go on by one job',
    facts: { depth: 6, max_depth: 8, of_extractor: 3, max_of_extractor: 3 },
  },
};

export const StoppedInChain = example(<JobView id={stopped.id} />, {
  ...answersFor(stopped),
  showJob: { ...answersFor(stopped).showJob, attempts: [] },
  listJobEvents: { items: [], next: null, archived: false },
});

export const Loading = example(<JobView id={done.id} />, { ...answersFor(done), showJob: PENDING });

export const Failed = example(<JobView id={done.id} />, {
  ...answersFor(done),
  showJob: new Refusal(503, 'unavailable', 'The database does not answer.'),
});
