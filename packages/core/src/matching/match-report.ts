import { type Instant, isTerminal } from '../job/job.ts';
import type { EventKind, MatchedBy } from '../job/job-event.ts';
import { goesOn, type RunSoFar } from './inferred-run.ts';

/** A job, as far as matching asks. */
export interface MatchableJob extends RunSoFar {
  readonly id: string;
  readonly isInferred: boolean;
  /** When its last attempt began; null before the first. */
  readonly lastStartAt: Instant | null;
}

/** A report, as far as matching asks. */
export interface UnmatchedReport {
  readonly kind: EventKind;
  readonly jobId: string | null;
  readonly correlationId: string | null;
}

/** Where a report may belong. */
export interface Surroundings<Job extends MatchableJob> {
  /** The job of this id, and whether it is one of the extractor that reports. */
  readonly named: (id: string) => { readonly job: Job; readonly isOwn: boolean } | undefined;
  /** All that are known of this extractor on what the report calls its file, the oldest first. */
  readonly onResource: () => readonly Job[];
  /** What is usual between two events of this extractor; null where that is not known. */
  readonly p99GapMs: number | null;
}

export type Match<Job extends MatchableJob> =
  | { readonly match: 'found'; readonly job: Job; readonly by: MatchedBy }
  /** It begins a run that no job is known for. */
  | { readonly match: 'begins' }
  | { readonly match: 'none'; readonly reason: 'unknown_job' | 'other_extractor' };

const isOpen = ({ state }: MatchableJob): boolean => !isTerminal(state);

const found = <Job extends MatchableJob>(job: Job, by: MatchedBy): Match<Job> => ({
  match: 'found',
  job,
  by: job.isInferred && by === 'rule' ? 'inferred' : by,
});

/**
 * pyClowder says done right after it has said skip. Whoever began since has not skipped: then the word may be theirs,
 * as long as they are the only ones.
 */
const justSkipped = <Job extends MatchableJob>(kind: EventKind, jobs: readonly Job[]): Job | undefined => {
  if (kind !== 'SUCCEEDED') return undefined;
  const skipped = jobs.findLast(({ state, lastKind }) => state === 'SKIPPED' && lastKind === 'SKIPPED');
  const isOvertaken = jobs.some(
    (job) => isOpen(job) && (job.lastStartAt ?? -Infinity) > (skipped?.lastEventAt ?? 0),
  );
  return isOvertaken ? undefined : skipped;
};

/** Without an id: the only open job there is, or else the run made up so far, or else a new one. */
const matchByResource = <Job extends MatchableJob>(
  kind: EventKind,
  jobs: readonly Job[],
  p99GapMs: number | null,
  now: Instant,
): Match<Job> => {
  const skipped = justSkipped(kind, jobs);
  if (skipped !== undefined) return found(skipped, 'rule');
  const open = jobs.filter((job) => !job.isInferred && isOpen(job));
  if (open.length === 1 && open[0] !== undefined) return found(open[0], 'rule');
  const run = jobs.findLast(({ isInferred }) => isInferred);
  return run !== undefined && goesOn(run, kind, now, p99GapMs) ? found(run, 'rule') : { match: 'begins' };
};

/**
 * The job that a report belongs to, and how that is known: by the job's id, by the id of the message it answers, or by
 * what it works on. With a job id its file proves nothing: within a dataset's job pyClowder reports single files.
 */
export const matchReport = <Job extends MatchableJob>(
  { kind, jobId, correlationId }: UnmatchedReport,
  { named, onResource, p99GapMs }: Surroundings<Job>,
  now: Instant,
): Match<Job> => {
  if (jobId !== null) {
    const known = named(jobId);
    if (known === undefined) return { match: 'none', reason: 'unknown_job' };
    return known.isOwn ? found(known.job, 'job_id') : { match: 'none', reason: 'other_extractor' };
  }
  const answered = correlationId === null ? undefined : named(correlationId);
  if (answered?.isOwn) return found(answered.job, 'correlation_id');
  return matchByResource(kind, onResource(), p99GapMs, now);
};
