import type { JobProgress } from '../job.ts';
import type { Moment } from '../moment.ts';

/** `queuedAt` is when a lane first took the job; later turns in the queue do not move it. */
export const takeIntoLane = (job: JobProgress, { at }: Moment): JobProgress =>
  job.queuedAt === null ? { ...job, queuedAt: at } : job;

/** A lane that failed before anything started never had the job. */
export const takeOutOfLane = (job: JobProgress): JobProgress =>
  job.startedAt === null ? { ...job, queuedAt: null } : job;
