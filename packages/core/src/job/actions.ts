import {
  type Attempt,
  type AttemptOutcome,
  type Cancel,
  type CancelOutcome,
  type Instant,
  type JobFlag,
  type JobProgress,
  type LatestMessage,
  type LinesDropped,
  LOG_LEVELS,
  openAttempt,
  type Reason,
  type ReasonCode,
} from './job.ts';
import { type EventKind, type JobEvent, reportedEnd } from './job-event.ts';
import { startedAgainReason } from './started-again.ts';

/** One step of a transition: what an event that counts at `at` changes. One that finds nothing to do returns the job. */
export type Action = (job: JobProgress, event: JobEvent, at: Instant) => JobProgress;

/** What each name in the table's `actions` does. */
export const ACTIONS = {
  startAttempt,
  presumeStart,
  confirmStart,
  reopenAttempt,
  resubmitAttempt,
  failAttempt,
  endAttempt,
  loseAttempt,
  recordActivity,
  recordMessage,
  updateError,
  clearError: (job) => (job.error === null ? job : { ...job, error: null }),
  setReason,
  setQueuedTime,
  clearQueuedTime,
  recordCancelRequest,
  setCancelNeverRan: (job, event, at) => withCancelOutcome(job, event, at, 'never_ran'),
  setCancelStopped: (job, event, at) => withCancelOutcome(job, event, at, 'stopped'),
  setCancelOutcome,
  /** An extractor got the job after all: the outcome of the cancel is open until that attempt ends. */
  clearCancelOutcome: (job, event, at) => withCancelOutcome(job, event, at, null),
  linkResubmission,
  recordVersion,
  flagStalled: (job) => withFlag(job, 'stalled'),
  clearStalled: (job) => withoutFlags(job, 'stalled'),
  flagCancelRequested: (job) => withFlag(job, 'cancel_requested'),
  flagReopened: (job) => withFlag(job, 'reopened'),
  flagAmbiguous: (job) => withFlag(job, 'ambiguous'),
} satisfies Readonly<Record<string, Action>>;
export type ActionName = keyof typeof ACTIONS;

/** Starts attempt n+1, whose version becomes the job's. */
function startAttempt(job: JobProgress, event: JobEvent, at: Instant): JobProgress {
  const attempt: Attempt = {
    number: job.attempts.length + 1,
    outcome: 'RUNNING',
    startedAt: at,
    endedAt: null,
    instanceId: event.instanceId ?? null,
    ...versionIn(event),
    isPresumed: false,
    error: null,
    reason: null,
  };
  return {
    ...job,
    attempts: [...job.attempts, attempt],
    // A cancelled job keeps the time as it was: it ended before this attempt began.
    startedAt: job.startedAt ?? (job.state === 'CANCELLED' ? null : at),
    progress: null,
    reason: null,
    extractorVersion: attempt.extractorVersion,
    versionCandidates: attempt.versionCandidates,
  };
}

/** The report of the start may come later: it must not count as a second start. */
function presumeStart(job: JobProgress): JobProgress {
  const open = openAttempt(job);
  return open === undefined
    ? job
    : { ...job, attempts: job.attempts.with(-1, { ...open, isPresumed: true }) };
}

/** The first report from an attempt that an output opened: it tells what the output could not. */
function confirmStart(job: JobProgress, event: JobEvent): JobProgress {
  const open = openAttempt(job);
  if (!open?.isPresumed) return job;
  const { extractorVersion, versionCandidates } = open.extractorVersion === null ? versionIn(event) : open;
  const version = { extractorVersion, versionCandidates };
  const instanceId = open.instanceId ?? event.instanceId ?? null;
  const confirmed: Attempt = { ...open, ...version, isPresumed: false, instanceId };
  return { ...job, ...version, attempts: job.attempts.with(-1, confirmed) };
}

type Version = Pick<Attempt, 'extractorVersion' | 'versionCandidates'>;

function versionIn({ extractorVersion, versionCandidates }: JobEvent): Version {
  return extractorVersion === undefined
    ? { extractorVersion: null, versionCandidates: versionCandidates ?? [] }
    : { extractorVersion, versionCandidates: [] };
}

/**
 * LOST is what the server concluded from silence, not what an extractor reported, so a report undoes it: the same attempt
 * continues under its number. A new number would count an attempt that never began.
 */
function reopenAttempt(job: JobProgress): JobProgress {
  const last = job.attempts.at(-1);
  if (last?.outcome !== 'LOST') return job;
  return {
    ...job,
    attempts: job.attempts.with(-1, { ...last, outcome: 'RUNNING', endedAt: null, reason: null }),
  };
}

/** The attempt keeps its error and its end: its extractor had stopped then, and only the outcome was another. */
function resubmitAttempt(job: JobProgress): JobProgress {
  const last = job.attempts.at(-1);
  if (last?.outcome !== 'FAILED') return job;
  return { ...job, attempts: job.attempts.with(-1, { ...last, outcome: 'RESUBMITTED' }) };
}

/** The attempt keeps its end, and gets the error that its extractor did not report. */
function failAttempt(job: JobProgress, event: JobEvent): JobProgress {
  const last = job.attempts.at(-1);
  if (last?.outcome !== 'SUCCEEDED') return job;
  return { ...job, attempts: job.attempts.with(-1, { ...last, outcome: 'FAILED', error: event.message }) };
}

/** Ends the open attempt as reported, or as the server cancelled it. */
function endAttempt(job: JobProgress, event: JobEvent, at: Instant): JobProgress {
  const open = openAttempt(job);
  if (open === undefined) return job;
  const outcome = endOutcome(job, event);
  const ended: Attempt = {
    ...open,
    outcome,
    endedAt: at,
    error: outcome === 'FAILED' || outcome === 'RESUBMITTED' ? event.message : null,
    reason: event.kind === 'CANCELLED' ? event.message : null,
  };
  return { ...job, attempts: job.attempts.with(-1, ended), reason: reasonOfEvent(event) };
}

/** A confirmation counts only where a cancel was requested: without one, the report means what it says. */
function endOutcome(job: JobProgress, event: JobEvent): AttemptOutcome {
  const reported = reportedEnd(event.kind)?.attempt ?? 'CANCELLED';
  return event.confirmsCancel && job.cancel !== null ? 'CANCELLED' : reported;
}

/** Gives up the open attempt. The server's own events contain the reason; for a second start it is derived. */
function loseAttempt(job: JobProgress, event: JobEvent, at: Instant): JobProgress {
  const open = openAttempt(job);
  if (open === undefined) return job;
  const isDecision = event.kind === 'ATTEMPT_LOST' || event.kind === 'LOST';
  const reason = isDecision ? event.message : startedAgainReason(open.startedAt, at);
  return { ...job, attempts: job.attempts.with(-1, { ...open, outcome: 'LOST', endedAt: at, reason }) };
}

/**
 * Ends a silence, and clears what the server concluded from it. The server's own conclusions and a person's requests
 * are no activity: otherwise recording a silence would end it.
 */
function recordActivity(job: JobProgress, _event: JobEvent, at: Instant): JobProgress {
  // That its attempt was revived explains the job until the attempt ends.
  const reason = job.reason?.code === 'revived' ? job.reason : null;
  return { ...withoutFlags(job, 'stalled'), lastEventAt: at, reason };
}

/** The latest message of the extractor, and its progress. An empty message does not replace the one before it. */
function recordMessage(job: JobProgress, event: JobEvent, at: Instant): JobProgress {
  const { kind, message } = event;
  const latest: LatestMessage | null = /\S/.test(message) ? { kind, message, at } : job.latest;
  const linesDropped = addLinesDropped(job.linesDropped, event.linesDropped);
  return { ...job, latest, progress: progressAfter(job, event), linesDropped };
}

function addLinesDropped(known: LinesDropped | null, added: LinesDropped | undefined): LinesDropped | null {
  if (known === null || added === undefined) return added ?? known;
  const sums = LOG_LEVELS.map((level) => [level, (known.byLevel[level] ?? 0) + (added.byLevel[level] ?? 0)]);
  return {
    byLevel: Object.fromEntries(sums.filter(([, lines]) => lines !== 0)),
    silentMs: Math.max(known.silentMs, added.silentMs),
  };
}

function progressAfter(job: JobProgress, { kind, progress }: JobEvent): number | null {
  if (kind !== 'PROGRESS' || progress === undefined || !Number.isFinite(progress)) return job.progress;
  return Math.min(1, Math.max(0, progress));
}

/** The error of the last attempt, until an attempt succeeds or skips. */
function updateError(job: JobProgress): JobProgress {
  const last = job.attempts.at(-1);
  if (last?.outcome === 'SUCCEEDED' || last?.outcome === 'SKIPPED') return { ...job, error: null };
  if (last === undefined || last.error === null) return job;
  return { ...job, error: { message: last.error, attempt: last.number } };
}

function setReason(job: JobProgress, event: JobEvent): JobProgress {
  const reason = reasonOfEvent(event);
  return reason === job.reason ? job : { ...job, reason };
}

/** Events stored before reasons had codes have only a message: their kind says enough. */
const CODE_OF_KIND: Partial<Readonly<Record<EventKind, ReasonCode>>> = {
  DISPATCH_FAILED: 'dispatch_failed',
  ATTEMPT_LOST: 'attempt_lost',
  STALLED: 'silent',
  LOST: 'silent_too_long',
  REVIVED: 'revived',
  CHAIN_LIMIT: 'chain_limit',
  FAILURE_FOUND: 'in_error_queue',
};

/** The reason that an event of the server gives; null where it gives none. */
function reasonOfEvent({ kind, message, reason }: JobEvent): Reason | null {
  const code = reason?.code ?? CODE_OF_KIND[kind];
  return code === undefined ? null : { code, text: message, facts: reason?.facts ?? {} };
}

/** `queuedAt` is when a lane first had the job; being queued again does not move it. */
function setQueuedTime(job: JobProgress, _event: JobEvent, at: Instant): JobProgress {
  return job.queuedAt === null ? { ...job, queuedAt: at } : job;
}

/** A lane that failed before anything started never had the job. */
function clearQueuedTime(job: JobProgress): JobProgress {
  return job.startedAt === null ? { ...job, queuedAt: null } : job;
}

/** Records the first person who asked, and when. A second request changes nothing. */
function recordCancelRequest(job: JobProgress, event: JobEvent, at: Instant): JobProgress {
  return { ...job, cancel: cancelOf(job, event, at) };
}

/** An end shows the outcome of the cancel. The first such outcome stands; "never ran" was only presumed. */
function setCancelOutcome(job: JobProgress, event: JobEvent, at: Instant): JobProgress {
  const known = job.cancel?.outcome;
  if (known === 'stopped' || known === 'finished_anyway') return job;
  return withCancelOutcome(job, event, at, event.confirmsCancel ? 'stopped' : 'finished_anyway');
}

function withCancelOutcome(
  job: JobProgress,
  event: JobEvent,
  at: Instant,
  outcome: CancelOutcome | null,
): JobProgress {
  return { ...job, cancel: { ...cancelOf(job, event, at), outcome } };
}

function cancelOf(job: JobProgress, event: JobEvent, at: Instant): Cancel {
  return job.cancel ?? { requestedBy: event.requestedBy ?? null, requestedAt: at, outcome: null };
}

function linkResubmission(job: JobProgress, { resubmittedAs }: JobEvent): JobProgress {
  return resubmittedAs === undefined || job.resubmittedAs.includes(resubmittedAs)
    ? job
    : { ...job, resubmittedAs: [...job.resubmittedAs, resubmittedAs] };
}

/** What an output says of its version counts for more than what was known at the start. */
function recordVersion(job: JobProgress, { attempt, extractorVersion }: JobEvent): JobProgress {
  const named = job.attempts.find(({ number }) => number === attempt) ?? openAttempt(job);
  if (named === undefined || extractorVersion === undefined || named.extractorVersion === extractorVersion)
    return job;
  const version: Version = { extractorVersion, versionCandidates: [] };
  const attempts = job.attempts.with(named.number - 1, { ...named, ...version });
  return named.number === attempts.length ? { ...job, ...version, attempts } : { ...job, attempts };
}

function withFlag(job: JobProgress, flag: JobFlag): JobProgress {
  return job.flags.has(flag) ? job : { ...job, flags: new Set([...job.flags, flag]) };
}

export function withoutFlags(job: JobProgress, ...flags: readonly JobFlag[]): JobProgress {
  if (!flags.some((flag) => job.flags.has(flag))) return job;
  return { ...job, flags: new Set([...job.flags].filter((flag) => !flags.includes(flag))) };
}
