import { ACTIONS, withoutFlags } from './actions.ts';
import {
  type Attempt,
  type Instant,
  isTerminal,
  type JobProgress,
  type JobState,
  openAttempt,
  SETTLED_STATES,
  type Submission,
  submittedJob,
  WAITING_STATES,
} from './job.ts';
import {
  EVENT_KINDS,
  type EventKind,
  EXTRACTOR_EVENT_KINDS,
  type JobEvent,
  reportedEnd,
} from './job-event.ts';
import { type AttemptPosition, TRANSITIONS, type Transition, type UnchangedReason } from './transitions.ts';

interface Recorded {
  readonly job: JobProgress;
  /** The attempt the event is recorded under; null where it concerns the job as a whole. */
  readonly attempt: number | null;
  /** It came after the end of the attempt or job that it concerns. */
  readonly late: boolean;
}

export interface Changed extends Recorded {
  readonly outcome: 'changed';
}

/** `job` is the very object that was passed in. */
export interface Unchanged extends Recorded {
  readonly outcome: 'unchanged';
  readonly reason: UnchangedReason;
}

/**
 * Applies an event to a job. Never throws, whatever the order, repetition or content.
 *
 * `now` bounds the event's `receivedAt`; no other clock is read. Both answers are to be stored as
 * an event, except `unchanged` with the reason `repeated`, which is stored already.
 */
export const applyEvent = (job: JobProgress, event: JobEvent, now: Instant): Changed | Unchanged => {
  const { number, position } = locateAttempt(job, event);
  if (event.repeated) {
    const attempt = recordedAttempt(job, number);
    return { outcome: 'unchanged', job, attempt, late: false, reason: 'repeated' };
  }
  const row = findTransition(job, event.kind, position);
  const next = row === undefined ? job : applyTransition(job, row, event, effectiveTime(job, event, now));
  const recorded = { job: next, attempt: recordedAttempt(next, number), late: row?.late ?? false };
  return next === job
    ? { outcome: 'unchanged', ...recorded, reason: row?.unchanged ?? 'nothing_to_do' }
    : { outcome: 'changed', ...recorded };
};

/** Computes a job from its stored events, in the order of `seq`. */
export const replay = (submission: Submission, events: readonly JobEvent[]): JobProgress =>
  events.reduce((job, event) => applyEvent(job, event, event.receivedAt).job, submittedJob(submission));

const recordedAttempt = (job: JobProgress, number: number | null): number | null =>
  number === null ? null : Math.min(number, job.attempts.length) || null;

const TRANSITIONS_BY_KIND: ReadonlyMap<EventKind, readonly Transition[]> = new Map(
  EVENT_KINDS.map((kind) => [kind, TRANSITIONS.filter((row) => row.on.includes(kind))]),
);

/** The row of the table for this event and job; undefined if there is none. */
const findTransition = (
  job: JobProgress,
  kind: EventKind,
  position: AttemptPosition,
): Transition | undefined =>
  TRANSITIONS_BY_KIND.get(kind)?.find(
    (row) =>
      row.from.includes(job.state) &&
      (row.attempt?.includes(position) ?? true) &&
      (row.given === undefined || job.flags.has(row.given)) &&
      (row.unless === undefined || !job.flags.has(row.unless)),
  );

const applyTransition = (job: JobProgress, row: Transition, event: JobEvent, at: Instant): JobProgress => {
  const changed = row.actions.reduce((changing, action) => ACTIONS[action](changing, event, at), job);
  const state = row.to === 'as_reported' ? reportedEnd(event.kind)?.job : row.to;
  return state === undefined || state === 'stays' ? changed : enterState(changed, state, at);
};

/** The only place that sets and clears `finishedAt`, so that it always agrees with the state. */
const enterState = (job: JobProgress, state: JobState, at: Instant): JobProgress => ({
  ...withoutSpentFlags(job, state),
  state,
  finishedAt: finishTime(job, state, at),
});

/** A job whose reported end turns out to be another one ended when that was reported. */
const finishTime = (job: JobProgress, state: JobState, at: Instant): Instant | null => {
  if (!isTerminal(state)) return null;
  return SETTLED_STATES.includes(job.state) ? job.finishedAt : at;
};

/** A lost job can be revived, and is still to be cancelled then. */
const withoutSpentFlags = (job: JobProgress, state: JobState): JobProgress => {
  if (!isTerminal(state)) return job;
  return state === 'LOST'
    ? withoutFlags(job, 'stalled', 'ambiguous')
    : withoutFlags(job, 'stalled', 'ambiguous', 'cancel_requested');
};

/**
 * When the event counts. The server's receive time is the only clock, and it never runs backwards within a job: an
 * event stamped before what is known, or in the future, counts at the nearest possible time.
 */
const effectiveTime = (job: JobProgress, { receivedAt }: JobEvent, now: Instant): Instant => {
  const latest = latestTime(job);
  if (Number.isFinite(receivedAt) && receivedAt <= now) return Math.max(latest, receivedAt);
  return Number.isFinite(now) ? Math.max(latest, now) : latest;
};

const latestTime = (job: JobProgress): Instant => {
  const last = job.attempts.at(-1);
  return Math.max(
    job.submittedAt,
    job.lastEventAt,
    job.finishedAt ?? job.submittedAt,
    last?.endedAt ?? last?.startedAt ?? job.submittedAt,
  );
};

/** The attempt that an event concerns. */
interface LocatedAttempt {
  readonly number: number | null;
  readonly position: AttemptPosition;
}

const locateAttempt = (job: JobProgress, event: JobEvent): LocatedAttempt =>
  isFromAttempt(event.kind) ? locateForReport(job, event) : locateForServerEvent(job, event);

function isFromAttempt(kind: EventKind): boolean {
  return kind === 'OUTPUT_RECEIVED' || (EXTRACTOR_EVENT_KINDS as readonly EventKind[]).includes(kind);
}

/**
 * The attempt that the report names, or else the next one if the report must come from it, or else the last one. What
 * follows an ERROR is about an attempt that has begun.
 */
function locateForReport(job: JobProgress, event: JobEvent): LocatedAttempt {
  const named = namedAttempt(event);
  const count = job.attempts.length;
  if (event.followsError && count > 0) return attemptNumbered(job, Math.min(named ?? count, count), event);
  if (named !== null) return attemptNumbered(job, named, event);
  return attemptNumbered(job, beginsAttempt(job, event.kind) ? count + 1 : count, event);
}

/** Whether an event that names no attempt comes from one that the job does not have yet. */
function beginsAttempt(job: JobProgress, kind: EventKind): boolean {
  if (kind === 'STARTED') return !openAttempt(job)?.isPresumed;
  return awaitsNextAttempt(job) || (kind === 'OUTPUT_RECEIVED' && SETTLED_STATES.includes(job.state));
}

/** A server event concerns the job as it is: only ATTEMPT_LOST is about one attempt. */
function locateForServerEvent(job: JobProgress, event: JobEvent): LocatedAttempt {
  const named = namedAttempt(event);
  const known = named !== null && named <= job.attempts.length ? named : null;
  const open = openAttempt(job);
  if (known !== null && event.kind === 'ATTEMPT_LOST') return attemptNumbered(job, known, event);
  return { number: known ?? open?.number ?? null, position: open ? 'open' : 'none' };
}

/** Anything but a counting number names no attempt. */
function namedAttempt({ attempt }: JobEvent): number | null {
  return attempt !== null && Number.isInteger(attempt) && attempt >= 1 ? attempt : null;
}

/** A number beyond the next one is the next one: attempts are counted without gaps. */
function attemptNumbered(job: JobProgress, number: number, event: JobEvent): LocatedAttempt {
  const attempt = job.attempts[number - 1];
  if (attempt === undefined) return { number: job.attempts.length + 1, position: 'next' };
  return { number, position: positionOf(job, attempt, event) };
}

function positionOf(job: JobProgress, attempt: Attempt, event: JobEvent): AttemptPosition {
  const { kind } = event;
  const isLast = attempt.number === job.attempts.length;
  if (attempt.outcome === 'RUNNING') return kind === 'STARTED' && attempt.isPresumed ? 'presumed' : 'open';
  if (attempt.outcome === 'LOST' && isLast) return 'lost';
  if (takesErrorBack(event) && isLast && job.state === 'FAILED' && attempt.outcome === 'FAILED')
    return 'taken_back';
  return reportedEnd(kind)?.repeats.includes(attempt.outcome) ? 'same_end' : 'ended';
}

function takesErrorBack({ kind, followsError }: JobEvent): boolean {
  return kind === 'RESUBMITTED' && followsError === true;
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
