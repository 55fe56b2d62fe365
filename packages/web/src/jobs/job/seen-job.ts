import type { Job } from '@pawprint/protocol';

/** A job as the server told it, and when (this browser's clock) it was told. */
export interface SeenJob {
  readonly job: Job;
  readonly seenAt: number;
}

export const isOver = (job: Job): boolean => job.finished_at !== null;
export const isInferred = (job: Job): boolean => job.flags.includes('inferred');

/**
 * Which of two tellings of one job holds. They race each other (a stream against an answer that was on its way), so
 * the later word is not always the newer; of two equally new ones the one told last holds.
 */
export const newerOf = (known: SeenJob | undefined, told: SeenJob): SeenJob =>
  known && Date.parse(known.job.last_event_at) > Date.parse(told.job.last_event_at) ? known : told;

/**
 * What the server's clock says now, read off a job that is not over: it was `elapsed_ms` old when it was told. The
 * browser's own clock may be minutes off and would put "last heard" into the future.
 */
export const serverNow = ({ job, seenAt }: SeenJob, now: number): number =>
  Date.parse(job.submitted_at) + job.elapsed_ms + Math.max(0, now - seenAt);
