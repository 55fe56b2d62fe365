import type { Job } from '@pawprint/protocol';

/** What came while the reader had paused: how much, and the newest word about each job. */
export interface Withheld {
  readonly updates: number;
  readonly jobs: ReadonlyMap<string, Job>;
}

export const NOTHING_WITHHELD: Withheld = { updates: 0, jobs: new Map() };

const newest = (known: Job | undefined, told: Job): Job =>
  known && known.last_event_at > told.last_event_at ? known : told;

export const withJob = ({ updates, jobs }: Withheld, job: Job): Withheld => ({
  updates: updates + 1,
  jobs: new Map(jobs).set(job.id, newest(jobs.get(job.id), job)),
});

/** Events are counted only: they are asked for again when the reader goes on. */
export const withEvent = ({ updates, jobs }: Withheld): Withheld => ({ updates: updates + 1, jobs });
