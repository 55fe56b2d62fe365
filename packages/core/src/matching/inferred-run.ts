import { type Instant, isTerminal, type JobState } from '../job/job.ts';
import type { EventKind } from '../job/job-event.ts';

/** A run made up of reports that name no job, as far as it is known. */
export interface RunSoFar {
  readonly state: JobState;
  /** What was said last; null before anything was. */
  readonly lastKind: EventKind | null;
  readonly lastEventAt: Instant;
}

const LEAST_SILENCE_MS = 6 * 3_600_000;
const USUAL_GAPS = 3;
const BEGINNINGS: readonly EventKind[] = ['STARTED', 'SUBMITTED'];
/** After these a start goes on with the same run: it was submitted only, or given back to be tried again. */
const AWAIT_A_START: readonly EventKind[] = ['SUBMITTED', 'RESUBMITTED'];

/** The silence after which what comes is another run: the larger of 6 h and three times what is usual. */
export const longestSilenceMs = (p99GapMs: number | null): number =>
  Math.max(LEAST_SILENCE_MS, USUAL_GAPS * (p99GapMs ?? 0));

/**
 * Whether a report that names no job goes on with the last run of its extractor on its resource. A run begins with a
 * start (that does not follow a submission or a retry), after an end, and after a long silence.
 */
export const goesOn = (run: RunSoFar, kind: EventKind, now: Instant, p99GapMs: number | null): boolean => {
  if (isTerminal(run.state)) return false;
  if (now - run.lastEventAt > longestSilenceMs(p99GapMs)) return false;
  return (
    !BEGINNINGS.includes(kind) ||
    run.lastKind === null ||
    (AWAIT_A_START.includes(run.lastKind) && run.state !== 'RUNNING')
  );
};
