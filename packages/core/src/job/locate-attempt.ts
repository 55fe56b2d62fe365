import { type Attempt, type JobProgress, openAttempt, WAITING_STATES } from './job.ts';
import { type EventKind, EXTRACTOR_EVENT_KINDS, type JobEvent, reportedEnd } from './job-event.ts';
import type { AttemptPosition } from './transitions.ts';

/** The attempt that an event concerns. */
export interface LocatedAttempt {
  readonly number: number | null;
  readonly position: AttemptPosition;
}

export const locateAttempt = (job: JobProgress, event: JobEvent): LocatedAttempt =>
  isFromExtractor(event.kind) ? locateForReport(job, event) : locateForServerEvent(job, event);

function isFromExtractor(kind: EventKind): boolean {
  return (EXTRACTOR_EVENT_KINDS as readonly EventKind[]).includes(kind);
}

/** The attempt that the report names, or else the next one if the report must come from it, or else the last one. */
function locateForReport(job: JobProgress, event: JobEvent): LocatedAttempt {
  const named = namedAttempt(event);
  const count = job.attempts.length;
  if (named !== null) return attemptNumbered(job, named, event.kind);
  const begins = event.kind === 'STARTED' || awaitsNextAttempt(job);
  return attemptNumbered(job, begins ? count + 1 : count, event.kind);
}

/** A server event concerns the job as it is: only ATTEMPT_LOST is about one attempt. */
function locateForServerEvent(job: JobProgress, event: JobEvent): LocatedAttempt {
  const named = namedAttempt(event);
  const known = named !== null && named <= job.attempts.length ? named : null;
  const open = openAttempt(job);
  if (known !== null && event.kind === 'ATTEMPT_LOST') return attemptNumbered(job, known, event.kind);
  return { number: known ?? open?.number ?? null, position: open ? 'open' : 'none' };
}

/** Anything but a counting number names no attempt. */
function namedAttempt({ attempt }: JobEvent): number | null {
  return attempt !== null && Number.isInteger(attempt) && attempt >= 1 ? attempt : null;
}

/** A number beyond the next one is the next one: attempts are counted without gaps. */
function attemptNumbered(job: JobProgress, number: number, kind: EventKind): LocatedAttempt {
  const attempt = job.attempts[number - 1];
  if (attempt === undefined) return { number: job.attempts.length + 1, position: 'next' };
  return { number, position: positionOf(attempt, number === job.attempts.length, kind) };
}

function positionOf(attempt: Attempt, isLast: boolean, kind: EventKind): AttemptPosition {
  if (attempt.outcome === 'RUNNING') return 'open';
  if (attempt.outcome === 'LOST' && isLast) return 'lost';
  return reportedEnd(kind)?.repeats.includes(attempt.outcome) ? 'same_end' : 'ended';
}

/** Whether a report that names no attempt must come from one whose start was not reported. */
function awaitsNextAttempt(job: JobProgress): boolean {
  const last = job.attempts.at(-1);
  if (last === undefined) return true;
  if (last.outcome === 'RUNNING') return false;
  if (job.state === 'LOST') return last.outcome !== 'LOST';
  if (job.state === 'CANCELLED') return job.cancel?.outcome === 'never_ran';
  return WAITING_STATES.includes(job.state);
}
