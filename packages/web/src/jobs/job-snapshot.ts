import type { Job } from '@pawprint/protocol';

/** A job as the server sent it, and when it arrived by this browser's clock. */
export interface JobSnapshot {
  readonly job: Job;
  readonly receivedAt: number;
}

export const isOver = (job: Job): boolean => job.finished_at !== null;
export const isWaiting = (job: Job): boolean => !isOver(job) && job.state !== 'RUNNING';
export const isInferred = (job: Job): boolean => job.flags.includes('inferred');

/**
 * Picks the newer of two snapshots of one job. A live update can overtake an answer that was requested before it, so
 * the last one to arrive is not always the newer. If both are equally new, the last one to arrive is kept.
 */
export const newerSnapshot = (known: JobSnapshot | undefined, received: JobSnapshot): JobSnapshot =>
  known && Date.parse(known.job.last_event_at) > Date.parse(received.job.last_event_at) ? known : received;

/**
 * The server's clock now, computed from a job that is not over: the job was `elapsed_ms` old when it arrived. The
 * browser's own clock may be minutes off, and "last update" would lie in the future.
 */
export const serverNow = ({ job, receivedAt }: JobSnapshot, now: number): number =>
  Date.parse(job.submitted_at) + job.elapsed_ms + Math.max(0, now - receivedAt);

/** Milliseconds. Elapsed is always the sum of the other four; `runMs` counts as 0 before the first start. */
export interface JobTimes {
  readonly waitMs: number;
  readonly earlierMs: number;
  readonly retryMs: number;
  readonly runMs: number | null;
  readonly elapsedMs: number;
}

type Phase = 'wait' | 'run' | 'retry';

const currentPhase = (job: Job): Phase | undefined => {
  if (isOver(job)) return undefined;
  if (job.run_ms === null) return 'wait';
  return job.state === 'RUNNING' ? 'run' : 'retry';
};

/** The server's figures, continued to now: only the phase the job is in grows, and none once the job is over. */
export const timesAt = ({ job, receivedAt }: JobSnapshot, now: number): JobTimes => {
  const current = currentPhase(job);
  const since = current ? Math.max(0, now - receivedAt) : 0;
  const grown = (ms: number, phase: Phase): number => (phase === current ? ms + since : ms);
  return {
    waitMs: grown(job.wait_ms, 'wait'),
    earlierMs: job.earlier_ms,
    retryMs: grown(job.retry_ms, 'retry'),
    runMs: job.run_ms === null ? null : grown(job.run_ms, 'run'),
    elapsedMs: job.elapsed_ms + since,
  };
};
