import { type Attempt, type JobProgress, openAttempt } from './job.ts';
import { type EventKind, EXTRACTOR_EVENT_KINDS, type JobEvent } from './job-event.ts';
import { reportedEnd } from './reported-end.ts';
import { WAITING_STATES } from './state-groups.ts';
import type { AttemptPosition } from './transition.ts';

/** The attempt that an event speaks of. */
export interface SpokenAttempt {
  readonly number: number | null;
  readonly position: AttemptPosition;
}

/** What is no counting number names nothing. */
const namedAttempt = ({ attempt }: JobEvent): number | null =>
  attempt !== null && Number.isInteger(attempt) && attempt >= 1 ? attempt : null;

const positionOf = (attempt: Attempt, isLast: boolean, kind: EventKind): AttemptPosition => {
  if (attempt.outcome === 'RUNNING') return 'open';
  if (attempt.outcome === 'LOST' && isLast) return 'lost';
  return reportedEnd(kind)?.echoes.includes(attempt.outcome) ? 'echo' : 'over';
};

/** A number beyond the next one is the next one: attempts are counted without gaps. */
const attemptNumbered = (job: JobProgress, number: number, kind: EventKind): SpokenAttempt => {
  const attempt = job.attempts[number - 1];
  if (attempt === undefined) return { number: job.attempts.length + 1, position: 'next' };
  return { number, position: positionOf(attempt, number === job.attempts.length, kind) };
};

/** Whether a report that names no attempt must come from one whose start was never heard. */
const awaitsNextAttempt = (job: JobProgress): boolean => {
  const last = job.attempts.at(-1);
  if (last === undefined) return true;
  if (last.outcome === 'RUNNING') return false;
  if (job.state === 'LOST') return last.outcome !== 'LOST';
  if (job.state === 'CANCELLED') return job.cancel?.outcome === 'never_ran';
  return WAITING_STATES.includes(job.state);
};

const spokenByExtractor = (job: JobProgress, event: JobEvent): SpokenAttempt => {
  const named = namedAttempt(event);
  const count = job.attempts.length;
  if (named !== null) return attemptNumbered(job, named, event.kind);
  const begins = event.kind === 'STARTED' || awaitsNextAttempt(job);
  return attemptNumbered(job, begins ? count + 1 : count, event.kind);
};

/** The server speaks of the job as it is: of its events only ATTEMPT_LOST means one attempt. */
const spokenByServer = (job: JobProgress, event: JobEvent): SpokenAttempt => {
  const named = namedAttempt(event);
  const known = named !== null && named <= job.attempts.length ? named : null;
  const open = openAttempt(job);
  if (known !== null && event.kind === 'ATTEMPT_LOST') return attemptNumbered(job, known, event.kind);
  return { number: known ?? open?.number ?? null, position: open ? 'open' : 'none' };
};

const isFromExtractor = (kind: EventKind): boolean =>
  (EXTRACTOR_EVENT_KINDS as readonly EventKind[]).includes(kind);

export const spokenAttempt = (job: JobProgress, event: JobEvent): SpokenAttempt =>
  isFromExtractor(event.kind) ? spokenByExtractor(job, event) : spokenByServer(job, event);
