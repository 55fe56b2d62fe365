import { type Attempt, attemptRunMs, type Instant, type JobProgress } from '@pawprint/core';
import type { JobView } from '../model/job.ts';
import { jobStatusToWire } from './clowder-jobs.ts';
import { javaDate } from './time.ts';

/** A job with what the metrics need beyond it. */
export interface MeasuredJob {
  readonly view: JobView;
  readonly email: string;
  /** The number of events by attempt; those of no attempt are under 0. */
  readonly events: ReadonlyMap<number, number>;
}

export const METRICS_COLUMNS = [
  'userid',
  'username',
  'email',
  'resource_id',
  'resource_type',
  'space_id',
  'extractor',
  'job_id',
  'job_type',
  'status_count',
  'last_status',
  'start',
  'end',
  'duration_ms',
] as const;
type Row = Readonly<Record<(typeof METRICS_COLUMNS)[number], string>>;

const when = (at: Instant | null): string => (at === null ? '' : javaDate(at));

/** The columns that are the same in every row of a job. */
const subjectOf = ({ view: { job, submittedBy }, email }: MeasuredJob) => ({
  userid: submittedBy?.id ?? '',
  username: submittedBy?.name ?? '',
  email,
  resource_id: job.facts.resource.id,
  resource_type: job.facts.resource.type,
  space_id: '',
  extractor: job.facts.extractor,
  job_id: job.facts.id,
});

const attemptStatus = ({ outcome, error, reason }: Attempt, progress: JobProgress): string => {
  switch (outcome) {
    case 'RUNNING':
      return jobStatusToWire(progress);
    case 'SUCCEEDED':
    case 'SKIPPED':
      return 'DONE';
    case 'RESUBMITTED':
      return `StatusMessage.retry: ${error ?? ''}`.trim();
    case 'CANCELLED':
      return 'Cancel Success';
    case 'FAILED':
    case 'LOST':
      return `StatusMessage.error: ${error ?? reason ?? ''}`.trim();
  }
};

/** From the submission to the first start, or to the end of a job that never started, or until now. */
const queueRow = (measured: MeasuredJob, now: Instant): Row => {
  const { progress } = measured.view.job;
  const start = progress.attempts[0]?.startedAt ?? null;
  const end = start ?? progress.finishedAt;
  return {
    ...subjectOf(measured),
    job_type: 'queue',
    status_count: String(measured.events.get(0) ?? 0),
    last_status: start === null ? jobStatusToWire(progress) : 'SUBMITTED',
    start: when(progress.submittedAt),
    end: when(end),
    duration_ms: String(Math.max(0, (end ?? now) - progress.submittedAt)),
  };
};

const workRow = (measured: MeasuredJob, attempt: Attempt, now: Instant): Row => ({
  ...subjectOf(measured),
  job_type: 'work',
  status_count: String(measured.events.get(attempt.number) ?? 0),
  last_status: attemptStatus(attempt, measured.view.job.progress),
  start: when(attempt.startedAt),
  end: when(attempt.endedAt),
  duration_ms: String(attemptRunMs(attempt, now)),
});

/** One row for the time in the queue and one for each attempt, in the order of the columns. */
export const jobToMetricsRows = (measured: MeasuredJob, now: Instant): string[][] =>
  [
    queueRow(measured, now),
    ...measured.view.job.progress.attempts.map((attempt) => workRow(measured, attempt, now)),
  ].map((row) => METRICS_COLUMNS.map((column) => row[column]));
