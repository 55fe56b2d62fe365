import type {
  Attempt,
  DatasetExtractor,
  Event,
  Extractor,
  Job,
  JobReason,
  JobView,
} from '@pawprint/protocol';
import type { ShownJobs } from './views/view-queries.ts';

/** For tests and the gallery: complete jobs of the API, named by state. The caller overrides what the test is about. */

const START = Date.parse('2026-11-24T12:54:00.000Z');

/** An instant `ms` after the builders' beginning, as the API writes it. */
export const at = (ms: number): string => new Date(START + ms).toISOString();

export const aReason = (
  code: JobReason['code'],
  text: string,
  facts: JobReason['facts'] = {},
): JobReason => ({ code, text, facts });

const IN_LINE = aReason('in_line', '14 ahead of it for ncsa.wordcount, 2 instances alive, about 3 min', {
  ahead: 14,
});

const jobWith = (state: Job['state'], over: Partial<Job>): Job => ({
  id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9',
  state,
  flags: [],
  extractor: 'ncsa.wordcount',
  extractor_version: '2.0',
  extractor_version_candidates: [],
  resource: { type: 'file', id: 'f1', name: 'plot-07-soil-cores.txt' },
  dataset_id: 'd1',
  cause: null,
  trigger: 'manual',
  submitted_by: { id: 'u1', name: 'Ana Ruiz' },
  parameters: {},
  attempt_count: 0,
  submitted_at: at(0),
  queued_at: at(20),
  started_at: null,
  finished_at: null,
  last_event_at: at(20),
  wait_ms: 20,
  earlier_ms: 0,
  retry_ms: 0,
  run_ms: null,
  elapsed_ms: 20,
  progress: null,
  latest: null,
  error: null,
  reason: null,
  cancel: null,
  resubmit_of: null,
  chain: [],
  resubmitted_as: [],
  lines_dropped: null,
  event_counts: { all: 2, extractor: 0, server: 2, errors: 0 },
  ...over,
});

const started = { attempt_count: 1, started_at: at(400), wait_ms: 400 };
const ended = { ...started, finished_at: at(5500), last_event_at: at(5500), run_ms: 5100, elapsed_ms: 5500 };

export const aJob = {
  submitted: (over: Partial<Job> = {}) =>
    jobWith('SUBMITTED', {
      queued_at: null,
      reason: aReason('broker_away', 'RabbitMQ is away; waits until it is back'),
      ...over,
    }),
  queued: (over: Partial<Job> = {}) => jobWith('QUEUED', { reason: IN_LINE, ...over }),
  running: (over: Partial<Job> = {}) =>
    jobWith('RUNNING', {
      ...started,
      last_event_at: at(1400),
      run_ms: 1000,
      elapsed_ms: 1400,
      reason: aReason('running', 'Attempt 1 is running on instance i1'),
      ...over,
    }),
  retrying: (over: Partial<Job> = {}) =>
    jobWith('RESUBMITTED', {
      ...started,
      last_event_at: at(1400),
      run_ms: 600,
      retry_ms: 400,
      elapsed_ms: 1400,
      reason: aReason('retry_delayed', 'Retry 1 of 10, in 12 s; attempt 1: service unavailable'),
      ...over,
    }),
  done: (over: Partial<Job> = {}) => jobWith('SUCCEEDED', { ...ended, ...over }),
  failed: (over: Partial<Job> = {}) =>
    jobWith('FAILED', { ...ended, error: { message: 'no such table', attempt: 1 }, ...over }),
  lost: (over: Partial<Job> = {}) =>
    jobWith('LOST', {
      ...ended,
      reason: aReason('silent_too_long', 'Silent for 24 h; no instance alive, last seen 25 h ago'),
      ...over,
    }),
  cancelled: (over: Partial<Job> = {}) =>
    jobWith('CANCELLED', {
      ...ended,
      cancel: { requested_by: { id: 'u1', name: 'Ana Ruiz' }, requested_at: at(2000), outcome: 'stopped' },
      ...over,
    }),
};

export const anAttempt = (number: number, over: Partial<Attempt> = {}): Attempt => ({
  number,
  outcome: 'SUCCEEDED',
  started_at: at(number * 1000),
  ended_at: at(number * 1000 + 800),
  run_ms: 800,
  instance_id: 'i1',
  extractor_version: '2.0',
  extractor_version_candidates: [],
  error: null,
  reason: null,
  ...over,
});

export const anEvent = (seq: number, over: Partial<Event> = {}): Event => ({
  seq,
  number: seq,
  id: `e${seq}`,
  job_id: 'j1',
  attempt: 1,
  kind: 'PROCESSING',
  level: null,
  message: `line ${seq}`,
  progress: null,
  received_at: at(seq * 10),
  reported_at: null,
  reported: null,
  matched_by: 'job_id',
  late: false,
  reason: null,
  ...over,
});

export const anExtractor = (over: Partial<Extractor> = {}): Extractor => ({
  id: 'x1',
  name: 'ncsa.wordcount',
  version: '2.0',
  updated: at(0),
  description: '',
  author: '',
  contributors: [],
  contexts: [],
  repository: [],
  external_services: [],
  libraries: [],
  bibtex: [],
  maturity: 'Production',
  defaultLabels: [],
  process: {},
  categories: [],
  parameters: {},
  permissions: [],
  enabled: true,
  switched: null,
  dispatch_paused: null,
  is_private: false,
  waits_for_approval: false,
  instances: { live: 1, late: 0, stopped: 0, gone: 0 },
  queue: null,
  waiting: 1,
  running: 0,
  oldest_waiting_s: null,
  oldest_running_s: null,
  last_seen_at: at(0),
  ...over,
});

export const aDatasetExtractor = (over: Partial<DatasetExtractor> = {}): DatasetExtractor => ({
  ...anExtractor(),
  off_in_spaces: false,
  ...over,
});

/** What the page of jobs shows, as a saved view keeps it. */
export const SHOWN: ShownJobs = { query: 'state:failed', sort: '-submitted_at', columns: ['job', 'message'] };

export const aView = (change: Partial<JobView> = {}): JobView => ({
  id: 'v1',
  name: 'Failed this week',
  query: 'state:failed',
  sort: '-submitted_at',
  columns: ['job', 'message'],
  shared: false,
  owner: { id: 'u1', name: 'Ana Ruiz' },
  created_at: at(0),
  changed_at: at(0),
  ...change,
});
