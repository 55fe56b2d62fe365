import type { Instant, JobProgress, TerminalState } from '../job/job.ts';
import { isTerminal } from '../job/job.ts';
import { jobTimes } from '../job/times.ts';

export const MEASURES = ['wait', 'run', 'elapsed', 'bytes'] as const;
/** What is measured of ended jobs: milliseconds, and the size of the resource. */
export type Measure = (typeof MEASURES)[number];

/** What an ended job adds to the statistics of its extractor. */
export interface EndedJob {
  readonly endedAt: Instant;
  /** Of the last attempt; null where it is not known. */
  readonly version: string | null;
  readonly state: TerminalState;
  /** It had more than one attempt. */
  readonly retried: boolean;
  readonly measures: Readonly<Partial<Record<Measure, number>>>;
}

/**
 * Null for jobs that have not ended, and for imported ones: another server measured them. A wait ends with a start; what
 * a run costs is measured where it was done, since what fails or skips is often quick.
 */
export const endedJob = (job: JobProgress, sizeBytes: number | null): EndedJob | null => {
  const { state, finishedAt } = job;
  if (!isTerminal(state) || finishedAt === null || job.flags.has('imported')) return null;
  return {
    endedAt: finishedAt,
    version: job.extractorVersion,
    state,
    retried: job.attempts.length > 1,
    measures: measuresOf(job, finishedAt, sizeBytes),
  };
};

const measuresOf = (
  job: JobProgress,
  finishedAt: Instant,
  sizeBytes: number | null,
): EndedJob['measures'] => {
  const { waitMs, runMs, elapsedMs } = jobTimes(job, finishedAt);
  if (runMs === null) return {};
  if (job.state !== 'SUCCEEDED') return { wait: waitMs };
  const size = sizeBytes === null ? {} : { bytes: sizeBytes };
  return { wait: waitMs, run: runMs, elapsed: elapsedMs, ...size };
};
