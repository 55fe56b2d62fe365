import type { Job, JobMessage, StatusReport } from '@pawprint/protocol';
import type { Claim } from '../lanes/http/leased-attempt.ts';

/** A job on the fake lane, with all reports and outputs of the instance under test. */
export interface LaneJob {
  readonly id: string;
  readonly bytes: Buffer;
  readonly message: Partial<JobMessage>;
  attempt: number;
  /** Reports in the order they came; a repeated one is there once. */
  readonly reports: StatusReport[];
  /** How many reports each request brought. */
  readonly batches: number[];
  /** The lease was lost: every further report is answered `lease: null`. */
  leaseLost: boolean;
  cancelRequested: boolean;
  ended: boolean;
}

export const laneJob = (id: string, given: Partial<Pick<LaneJob, 'bytes' | 'message'>>): LaneJob => ({
  id,
  bytes: Buffer.from('some text'),
  message: {},
  attempt: 0,
  reports: [],
  batches: [],
  leaseLost: false,
  cancelRequested: false,
  ended: false,
  ...given,
});

const START = '2026-11-24T01:00:00.000Z';

const wireJob = (job: LaneJob, extractor: string): Job => ({
  id: job.id,
  state: 'RUNNING',
  flags: [],
  extractor,
  extractor_version: '1.0.0',
  extractor_version_candidates: [],
  resource: { type: 'file', id: 'file-1', name: 'input.txt' },
  dataset_id: 'dataset-1',
  cause: null,
  trigger: 'upload',
  submitted_by: null,
  parameters: {},
  attempt_count: job.attempt,
  submitted_at: START,
  queued_at: START,
  started_at: START,
  finished_at: null,
  last_event_at: START,
  wait_ms: 0,
  earlier_ms: 0,
  retry_ms: 0,
  run_ms: 0,
  elapsed_ms: 0,
  progress: null,
  latest: null,
  error: null,
  reason: null,
  cancel: null,
  resubmit_of: null,
  chain: [],
  resubmitted_as: [],
  lines_dropped: null,
  event_counts: { all: 1, extractor: 1, server: 0, errors: 0 },
});

const jobMessage = (job: LaneJob, extractor: string, url: string): JobMessage => ({
  job_id: job.id,
  attempt: job.attempt,
  extractor,
  host: url,
  secretKey: `credential-of-${job.id}`,
  resource: { type: 'file', id: 'file-1', name: 'input.txt' },
  id: 'file-1',
  datasetId: 'dataset-1',
  filename: 'input.txt',
  mime_type: 'text/plain',
  size_bytes: job.bytes.length,
  parameters: {},
  routing_key: 'upload',
  trigger: 'upload',
  ...job.message,
});

/** Answers a claim with the job, which begins its next attempt. */
export const claimOf = (job: LaneJob, extractor: string, url: string, leaseMs: number): Claim => {
  job.attempt += 1;
  return {
    job: wireJob(job, extractor),
    message: jobMessage(job, extractor, url),
    lease: { id: `lease-${job.attempt}`, expires_at: new Date(Date.parse(START) + leaseMs).toISOString() },
  };
};

const ENDS = new Set(['SUCCEEDED', 'SKIPPED', 'ERROR', 'RESUBMITTED']);

export const recordReports = (job: LaneJob, reports: readonly StatusReport[]): void => {
  job.batches.push(reports.length);
  const known = new Set(job.reports.map((report) => report.id));
  job.reports.push(...reports.filter((report) => !known.has(report.id)));
  job.ended = job.reports.some((report) => ENDS.has(report.kind));
};
