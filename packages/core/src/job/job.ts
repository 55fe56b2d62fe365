/** Milliseconds since the Unix epoch, server clock. Core has no clock of its own: every time is an argument. */
export type Instant = number;

export const JOB_STATES = [
  'SUBMITTED',
  'QUEUED',
  'RUNNING',
  'RESUBMITTED',
  'SUCCEEDED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
  'LOST',
] as const;
export type JobState = (typeof JOB_STATES)[number];

export const TERMINAL_STATES = ['SUCCEEDED', 'FAILED', 'SKIPPED', 'CANCELLED', 'LOST'] as const;
export type TerminalState = (typeof TERMINAL_STATES)[number];

export const isTerminal = (state: JobState): state is TerminalState =>
  (TERMINAL_STATES as readonly JobState[]).includes(state);

/** No attempt is open, and the next one is expected. */
export const WAITING_STATES: readonly JobState[] = ['SUBMITTED', 'QUEUED', 'RESUBMITTED'];
/** The extractor reported how it ended. */
export const SETTLED_STATES: readonly JobState[] = ['SUCCEEDED', 'FAILED', 'SKIPPED'];
export const NON_TERMINAL_STATES: readonly JobState[] = [...WAITING_STATES, 'RUNNING'];
export const ANY_STATE: readonly JobState[] = JOB_STATES;

/** What people read for a state. Clowder v1's routes answer with v1's own names instead. */
export const STATE_LABELS: Readonly<Record<JobState, string>> = {
  SUBMITTED: 'Submitted',
  QUEUED: 'Queued',
  RUNNING: 'Running',
  RESUBMITTED: 'Retrying',
  SUCCEEDED: 'Done',
  FAILED: 'Failed',
  SKIPPED: 'Skipped',
  CANCELLED: 'Cancelled',
  LOST: 'Lost',
};

export const JOB_FLAGS = [
  'stalled',
  'cancel_requested',
  'inferred',
  'reopened',
  'ambiguous',
  'imported',
] as const;
export type JobFlag = (typeof JOB_FLAGS)[number];

export const ATTEMPT_OUTCOMES = [
  'RUNNING',
  'SUCCEEDED',
  'FAILED',
  'RESUBMITTED',
  'SKIPPED',
  'CANCELLED',
  'LOST',
] as const;
export type AttemptOutcome = (typeof ATTEMPT_OUTCOMES)[number];

export const TRIGGERS = ['upload', 'dataset', 'metadata', 'manual', 'resubmit', 'legacy'] as const;
/** Why a job was submitted. */
export type Trigger = (typeof TRIGGERS)[number];

export const CANCEL_OUTCOMES = ['never_ran', 'stopped', 'finished_anyway'] as const;
/** Which of three ways a cancelled job ended; null until its attempt ends. */
export type CancelOutcome = (typeof CANCEL_OUTCOMES)[number];

export const REASON_CODES = [
  'in_line',
  'retry_in_line',
  'retry_delayed',
  'attempt_lost',
  'message_vanished',
  'message_sent_again',
  'taken_back',
  'extractor_disabled',
  'extractor_not_enabled',
  'dispatch_paused',
  'broker_away',
  'broker_blocked',
  'reports_not_received',
  'queue_missing',
  'dispatch_failed',
  'no_instance_seen',
  'no_instance_alive',
  'instances_late',
  'not_consuming',
  'running',
  'silent',
  'cancelling',
  'redelivered',
  'acknowledgement_timeout',
  'reopened',
  'revived',
  'silent_too_long',
  'poison_suspected',
  'attempts_used_up',
  'in_error_queue',
  'end_unknown',
  'chain_limit',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Why a job is where it is: a code for programs, one sentence for people, and the numbers behind both. */
export interface Reason {
  readonly code: ReasonCode;
  readonly text: string;
  readonly facts: Facts;
}

/** Names that end in `At` are instants, those that end in `Ms` durations. */
export type Facts = Readonly<Record<string, string | number | boolean | null>>;

export interface Attempt {
  /** 1, 2, 3 …, without gaps. `(job id, number)` names one try. */
  readonly number: number;
  readonly outcome: AttemptOutcome;
  readonly startedAt: Instant;
  /** Set exactly when the outcome is no longer RUNNING. Never before `startedAt`. */
  readonly endedAt: Instant | null;
  readonly instanceId: string | null;
  /** Null as long as no evidence says which version it is: then `versionCandidates` may name several. */
  readonly extractorVersion: string | null;
  /** An output opened it, and no report has come from it yet: the report of its start may still be on its way. */
  readonly isPresumed: boolean;
  readonly versionCandidates: readonly string[];
  readonly error: string | null;
  /** Why the attempt has this outcome, if the server decided it. */
  readonly reason: string | null;
}

export interface LatestMessage {
  readonly kind: string;
  readonly message: string;
  readonly at: Instant;
}

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** Log lines that an extractor had to drop, because they came faster than the server took them. */
export interface LinesDropped {
  readonly byLevel: Readonly<Partial<Record<LogLevel, number>>>;
  /** The longest time for which the server had taken nothing when lines were dropped. */
  readonly silentMs: number;
}

export interface Cancel {
  readonly requestedBy: string | null;
  readonly requestedAt: Instant;
  readonly outcome: CancelOutcome | null;
}

/** The part of a job that events change. What was fixed when it was submitted is not in it. */
export interface JobProgress {
  readonly state: JobState;
  readonly flags: ReadonlySet<JobFlag>;
  readonly attempts: readonly Attempt[];
  readonly submittedAt: Instant;
  /** When a lane first had it; being queued again does not move it. */
  readonly queuedAt: Instant | null;
  /** When the first attempt started; one that began after the job was cancelled does not count. */
  readonly startedAt: Instant | null;
  /** Set exactly when the state is terminal. */
  readonly finishedAt: Instant | null;
  /** When something was last reported or done about it. What the server concludes from silence and cancel requests do not count. */
  readonly lastEventAt: Instant;
  /** 0..1, of the open or the last attempt. */
  readonly progress: number | null;
  readonly latest: LatestMessage | null;
  /** The error of the last attempt that failed or was given back, until an attempt succeeds or skips. */
  readonly error: { readonly message: string; readonly attempt: number } | null;
  /** Why the job is where it is, if an event of the server decided it (stalled, lost, dispatch failed). */
  readonly reason: Reason | null;
  readonly cancel: Cancel | null;
  /** Of the last attempt; null before the first, and where it is not known. */
  readonly extractorVersion: string | null;
  /** Of the last attempt: the versions that it may be, where it is not known. */
  readonly versionCandidates: readonly string[];
  readonly resubmittedAs: readonly string[];
  /** All lines that its extractors dropped; null if they dropped none. */
  readonly linesDropped: LinesDropped | null;
}

/** The open attempt, if there is one: always the last. */
export const openAttempt = (job: JobProgress): Attempt | undefined => {
  const last = job.attempts.at(-1);
  return last?.outcome === 'RUNNING' ? last : undefined;
};

export interface Submission {
  readonly submittedAt: Instant;
  /** The job was added for reports without a job id. */
  readonly inferred?: boolean;
  /** It ran elsewhere, before this server had it: an imported history. */
  readonly imported?: boolean;
}

/** A job before its first event. */
export const submittedJob = ({
  submittedAt,
  inferred = false,
  imported = false,
}: Submission): JobProgress => ({
  state: 'SUBMITTED',
  flags: new Set([
    ...(inferred ? (['inferred'] as const) : []),
    ...(imported ? (['imported'] as const) : []),
  ]),
  attempts: [],
  submittedAt,
  queuedAt: null,
  startedAt: null,
  finishedAt: null,
  lastEventAt: submittedAt,
  progress: null,
  latest: null,
  error: null,
  reason: null,
  cancel: null,
  extractorVersion: null,
  versionCandidates: [],
  resubmittedAs: [],
  linesDropped: null,
});
