import { example } from '../../gallery/example.tsx';
import { PENDING, Refusal } from '../../gallery/fake-api.ts';
import { aJob } from '../builders.ts';
import type { JobCounts } from './job-counts.ts';
import { JobsExplorer } from './jobs-explorer.tsx';

const jobs = [
  aJob.running({ id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9', progress: 0.6 }),
  aJob.queued({ id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d8', trigger: 'upload' }),
  aJob.failed({
    id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d7',
    extractor: 'ncsa.test-file-extractor-with-a-long-name',
    attempt_count: 11,
    earlier_ms: 4000,
    retry_ms: 900,
    error: { message: "download_summary() missing 1 required positional argument: 'fileid'", attempt: 11 },
  }),
  aJob.lost({ id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d6', submitted_by: null, trigger: 'legacy' }),
  aJob.done({ id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d5' }),
];

const hours = (count: number): string =>
  new Date(Date.parse('2026-11-24T12:00:00Z') - count * 3_600_000).toISOString();

const counts: JobCounts = {
  is_complete: true,
  states: [
    { state: 'FAILED', count: 220 },
    { state: 'SUCCEEDED', count: 12_100 },
    { state: 'RUNNING', count: 3 },
  ],
  step_ms: 3_600_000,
  buckets: [
    { at: hours(9), state: 'SUCCEEDED', count: 4_100 },
    { at: hours(6), state: 'SUCCEEDED', count: 8_000 },
    { at: hours(6), state: 'FAILED', count: 190 },
    { at: hours(2), state: 'FAILED', count: 30 },
    { at: hours(0), state: 'RUNNING', count: 3 },
  ],
};

const NO_COUNTS: JobCounts = { is_complete: true, states: [], step_ms: 60_000, buckets: [] };

const explorer = (query: string) => <JobsExplorer search={{ q: query }} onSearch={() => undefined} />;

export const WithJobs = example(explorer(''), {
  listJobs: { items: jobs, next: null },
  countJobsByTime: counts,
});

export const WithQuery = example(
  explorer('state:failed,lost,running since:7d (dataset:"Prairie soil cores" OR extractor:rig.*)'),
  { listJobs: { items: jobs, next: null }, countJobsByTime: counts },
);

export const WithMistake = example(explorer('since:7d state:faild'), {
  listJobs: { items: jobs, next: null },
  countJobsByTime: counts,
});

export const NoMatch = example(explorer('timeout'), {
  listJobs: { items: [], next: null },
  countJobsByTime: NO_COUNTS,
});

export const Empty = example(explorer(''), {
  listJobs: { items: [], next: null },
  countJobsByTime: NO_COUNTS,
});

export const Loading = example(explorer(''), { listJobs: PENDING, countJobsByTime: PENDING });

export const Failed = example(explorer(''), {
  listJobs: new Refusal(503, 'unavailable', 'The database does not answer.'),
  countJobsByTime: new Refusal(
    413,
    'too_large',
    'Counting these jobs takes too long. Choose a shorter time.',
  ),
});
