import { type Instant, isTerminal, type JobState } from '../job/job.ts';
import type { EventKind, MatchedBy } from '../job/job-event.ts';

/** What matching needs to know of a job. */
export interface MatchableJob {
  readonly id: string;
  readonly state: JobState;
  /** Its extractor has put its message back into the queue at least once, without our correlation id. */
  readonly isRetried: boolean;
  /** Of its last event; null before the first. */
  readonly lastKind: EventKind | null;
  readonly lastEventAt: Instant;
  /** Added for reports that name no job. */
  readonly isInferred: boolean;
  /** When its last attempt began; null before the first. */
  readonly lastStartAt: Instant | null;
}

/** What matching needs to know of a report. */
export interface UnmatchedReport {
  readonly kind: EventKind;
  readonly jobId: string | null;
  readonly correlationId: string | null;
  /** It belongs to the ERROR that the same extractor reported just before. */
  readonly followsError?: boolean;
}

/** The jobs that a report may belong to. */
export interface MatchContext<Job extends MatchableJob> {
  /** The job of this id, and whether it is one of the extractor that reports. */
  readonly named: (id: string) => { readonly job: Job; readonly isOwn: boolean } | undefined;
  /** All jobs of this extractor on the resource that the report names, the oldest first. */
  readonly onResource: () => readonly Job[];
  /** The 99th percentile of the gaps between this extractor's events; null before any were measured. */
  readonly p99GapMs: number | null;
}

export type Match<Job extends MatchableJob> =
  | { readonly match: 'found'; readonly job: Job; readonly by: MatchedBy }
  /** No job is known for it: it begins an inferred one. */
  | { readonly match: 'begins' }
  | { readonly match: 'none'; readonly reason: 'unknown_job' | 'other_extractor' };

/**
 * The job that a report belongs to, and by what it was found: the job's id, the id of the message it answers, or its
 * resource. If a job id is given, the file is ignored, since pyClowder reports single files within a dataset's job.
 */
export const matchReport = <Job extends MatchableJob>(
  report: UnmatchedReport,
  { named, onResource, p99GapMs }: MatchContext<Job>,
  now: Instant,
): Match<Job> => {
  const { jobId, correlationId } = report;
  if (jobId !== null) {
    const known = named(jobId);
    if (known === undefined) return { match: 'none', reason: 'unknown_job' };
    return known.isOwn ? found(known.job, 'job_id') : { match: 'none', reason: 'other_extractor' };
  }
  const answered = correlationId === null ? undefined : named(correlationId);
  if (answered?.isOwn) return found(answered.job, 'correlation_id');
  return matchByResource(report, onResource(), p99GapMs, now);
};

const isOpen = ({ state }: MatchableJob): boolean => !isTerminal(state);

const found = <Job extends MatchableJob>(job: Job, by: MatchedBy): Match<Job> => ({
  match: 'found',
  job,
  by: job.isInferred && by === 'rule' ? 'inferred' : by,
});

/**
 * The job that has just ended, where the report says more about that end: pyClowder reports done right after skip, and
 * before 2.3 what it does about an error right after the error.
 */
const justEnded = <Job extends MatchableJob>(
  { kind, followsError }: UnmatchedReport,
  jobs: readonly Job[],
): Job | undefined => {
  if (followsError) return endedBy('FAILED', 'ERROR', jobs);
  return kind === 'SUCCEEDED' ? endedBy('SKIPPED', 'SKIPPED', jobs) : undefined;
};

/** A job that started since then has not ended so, and the report may be its own. */
const endedBy = <Job extends MatchableJob>(
  endState: JobState,
  endKind: EventKind,
  jobs: readonly Job[],
): Job | undefined => {
  const ended = jobs.findLast(({ state, lastKind }) => state === endState && lastKind === endKind);
  const isRestarted = jobs.some(
    (job) => isOpen(job) && (job.lastStartAt ?? -Infinity) > (ended?.lastEventAt ?? 0),
  );
  return isRestarted ? undefined : ended;
};

/** The job of a report without an id: the only open one, or else the only retried one, or the inferred one, or a new one. */
const matchByResource = <Job extends MatchableJob>(
  report: UnmatchedReport,
  jobs: readonly Job[],
  p99GapMs: number | null,
  now: Instant,
): Match<Job> => {
  const ended = justEnded(report, jobs);
  if (ended !== undefined) return found(ended, 'rule');
  const open = jobs.filter((job) => !job.isInferred && isOpen(job));
  const sole = soleOf(open) ?? (report.correlationId === null ? soleOf(open.filter(isRetried)) : undefined);
  if (sole !== undefined) return found(sole, 'rule');
  const inferred = jobs.findLast(({ isInferred }) => isInferred);
  return inferred !== undefined && continuesJob(inferred, report.kind, now, p99GapMs)
    ? found(inferred, 'rule')
    : { match: 'begins' };
};

const soleOf = <Job>(jobs: readonly Job[]): Job | undefined => (jobs.length === 1 ? jobs[0] : undefined);

/** Messages that the server sends have a correlation id, and reports repeat it; a message put back has lost it. */
const isRetried = (job: MatchableJob): boolean => job.isRetried;

const LEAST_SILENCE_MS = 6 * 3_600_000;
const USUAL_GAPS = 3;
const BEGINNINGS: readonly EventKind[] = ['STARTED', 'SUBMITTED'];
/** After these events a start belongs to the same job, which was only submitted or was given back. */
const AWAIT_A_START: readonly EventKind[] = ['SUBMITTED', 'RESUBMITTED'];

/** The silence after which a report begins another inferred job: 6 h, or three times the usual gap if that is more. */
export const longestSilenceMs = (p99GapMs: number | null): number =>
  Math.max(LEAST_SILENCE_MS, USUAL_GAPS * (p99GapMs ?? 0));

/**
 * Whether a report that names no job belongs to the last inferred job of its extractor on its resource. Another job
 * begins with a start (that does not follow a submission or a retry), after an end, and after a long silence.
 */
const continuesJob = (
  inferred: MatchableJob,
  kind: EventKind,
  now: Instant,
  p99GapMs: number | null,
): boolean => {
  if (isTerminal(inferred.state)) return false;
  if (now - inferred.lastEventAt > longestSilenceMs(p99GapMs)) return false;
  return (
    !BEGINNINGS.includes(kind) ||
    inferred.lastKind === null ||
    (AWAIT_A_START.includes(inferred.lastKind) && inferred.state !== 'RUNNING')
  );
};
