/** Milliseconds since the Unix epoch, server clock. Core has no clock of its own: every time is handed in. */
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

export const JOB_FLAGS = ['stalled', 'cancel_requested', 'inferred', 'reopened', 'ambiguous'] as const;
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
/** Which of the three honest endings a cancelled job had; null while the extractor has yet to end. */
export type CancelOutcome = (typeof CANCEL_OUTCOMES)[number];

export interface Attempt {
  /** 1, 2, 3 …, without gaps. `(job id, number)` names one try. */
  readonly number: number;
  readonly outcome: AttemptOutcome;
  readonly startedAt: Instant;
  /** Set exactly when the outcome is no longer RUNNING. Never before `startedAt`. */
  readonly endedAt: Instant | null;
  readonly instanceId: string | null;
  readonly extractorVersion: string | null;
  readonly error: string | null;
  /** Why the server decided this outcome, where no extractor said it. */
  readonly reason: string | null;
}

export interface LatestMessage {
  readonly kind: string;
  readonly message: string;
  readonly at: Instant;
}

export interface Cancel {
  readonly requestedBy: string | null;
  readonly requestedAt: Instant;
  readonly outcome: CancelOutcome | null;
}

/** The part of a job that events change. What was fixed at submission is the store's business, not the fold's. */
export interface JobProgress {
  readonly state: JobState;
  readonly flags: ReadonlySet<JobFlag>;
  readonly attempts: readonly Attempt[];
  readonly submittedAt: Instant;
  /** When a lane first took it; later turns in the queue do not move it. */
  readonly queuedAt: Instant | null;
  /** When the first attempt started; one that began after the job was cancelled does not count. */
  readonly startedAt: Instant | null;
  /** Set exactly when the state is terminal. */
  readonly finishedAt: Instant | null;
  /** When something was last heard or done about it. The watchdog's verdicts and cancel requests do not count. */
  readonly lastEventAt: Instant;
  /** 0..1, of the open or the last attempt. */
  readonly progress: number | null;
  readonly latest: LatestMessage | null;
  /** What the last failed or given back attempt complained of, until an attempt succeeds or declines. */
  readonly error: { readonly message: string; readonly attempt: number } | null;
  /** Why the job is where it is, where no extractor said it (stalled, lost, dispatch failed). */
  readonly reason: string | null;
  readonly cancel: Cancel | null;
  /** The extractor version that first started it, or null until then. */
  readonly extractorVersion: string | null;
  readonly resubmittedAs: readonly string[];
}

/** The open attempt, if there is one: always the last. */
export const openAttempt = (job: JobProgress): Attempt | undefined => {
  const last = job.attempts.at(-1);
  return last?.outcome === 'RUNNING' ? last : undefined;
};
