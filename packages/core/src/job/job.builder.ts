import type { Attempt, AttemptOutcome, JobProgress, JobState, Reason, ReasonCode } from './job.ts';

export const aReason = (code: ReasonCode, text: string, facts: Reason['facts'] = {}): Reason => ({
  code,
  text,
  facts,
});

const SILENT = aReason('silent_too_long', 'silent');

export const anAttempt = (outcome: AttemptOutcome, also: Partial<Attempt> = {}): Attempt => ({
  number: 1,
  outcome,
  startedAt: 200,
  endedAt: outcome === 'RUNNING' ? null : 300,
  instanceId: null,
  extractorVersion: null,
  isPresumed: false,
  versionCandidates: [],
  error: outcome === 'FAILED' || outcome === 'RESUBMITTED' ? 'no space left' : null,
  reason: outcome === 'LOST' ? 'silent' : null,
  ...also,
});

const aJobIn = (state: JobState, also: Partial<JobProgress> = {}): JobProgress => ({
  state,
  flags: new Set(),
  attempts: [],
  submittedAt: 100,
  queuedAt: 150,
  startedAt: null,
  finishedAt: null,
  lastEventAt: 150,
  progress: null,
  latest: null,
  error: null,
  reason: null,
  cancel: null,
  extractorVersion: null,
  versionCandidates: [],
  resubmittedAs: [],
  linesDropped: null,
  ...also,
});

const afterAttempt = (
  state: JobState,
  outcome: AttemptOutcome,
  also: Partial<JobProgress> = {},
): JobProgress =>
  aJobIn(state, { attempts: [anAttempt(outcome)], startedAt: 200, lastEventAt: 300, ...also });

const endedBy = (state: JobState, outcome: AttemptOutcome, also: Partial<JobProgress> = {}): JobProgress =>
  afterAttempt(state, outcome, { finishedAt: 300, ...also });

const asked = { requestedBy: 'ana', requestedAt: 250 } as const;

/** Jobs by the state they are in, with one attempt where the state needs one. Submitted at 100, started at 200, ended at 300. */
export const aJob = {
  submitted: (also?: Partial<JobProgress>) =>
    aJobIn('SUBMITTED', { queuedAt: null, lastEventAt: 100, ...also }),
  queued: (also?: Partial<JobProgress>) => aJobIn('QUEUED', also),
  running: (also?: Partial<JobProgress>) => afterAttempt('RUNNING', 'RUNNING', { lastEventAt: 200, ...also }),
  /** An output opened its attempt before any report of it. */
  presumed: (also?: Partial<JobProgress>) =>
    afterAttempt('RUNNING', 'RUNNING', {
      attempts: [anAttempt('RUNNING', { isPresumed: true })],
      lastEventAt: 200,
      ...also,
    }),
  cancelling: (also?: Partial<JobProgress>) =>
    afterAttempt('RUNNING', 'RUNNING', {
      lastEventAt: 200,
      flags: new Set(['cancel_requested']),
      cancel: { ...asked, outcome: null },
      ...also,
    }),
  resubmitted: (also?: Partial<JobProgress>) =>
    afterAttempt('RESUBMITTED', 'RESUBMITTED', { error: { message: 'no space left', attempt: 1 }, ...also }),
  /** Queued again after a lease ran out. */
  queuedAgain: (also?: Partial<JobProgress>) =>
    afterAttempt('QUEUED', 'LOST', { reason: aReason('attempt_lost', 'silent'), ...also }),
  succeeded: (also?: Partial<JobProgress>) => endedBy('SUCCEEDED', 'SUCCEEDED', also),
  failed: (also?: Partial<JobProgress>) =>
    endedBy('FAILED', 'FAILED', { error: { message: 'no space left', attempt: 1 }, ...also }),
  skipped: (also?: Partial<JobProgress>) => endedBy('SKIPPED', 'SKIPPED', also),
  /** Cancelled while it waited. */
  neverRan: (also?: Partial<JobProgress>) =>
    aJobIn('CANCELLED', { finishedAt: 250, cancel: { ...asked, outcome: 'never_ran' }, ...also }),
  /** Cancelled, and the extractor confirmed. */
  stopped: (also?: Partial<JobProgress>) =>
    endedBy('CANCELLED', 'CANCELLED', { cancel: { ...asked, outcome: 'stopped' }, ...also }),
  /** Cancelled while it waited, and then started by an extractor all the same. */
  begunAfterCancel: (also?: Partial<JobProgress>) =>
    aJobIn('CANCELLED', {
      finishedAt: 150,
      attempts: [anAttempt('RUNNING')],
      cancel: { ...asked, outcome: null },
      ...also,
    }),
  /** To be cancelled when its lease ran out. */
  cancelledInSilence: (also?: Partial<JobProgress>) =>
    endedBy('CANCELLED', 'LOST', { cancel: { ...asked, outcome: null }, ...also }),
  /** Given up in the middle of an attempt. */
  lost: (also?: Partial<JobProgress>) => endedBy('LOST', 'LOST', { reason: SILENT, ...also }),
  /** Given up while it waited. */
  lostWaiting: (also?: Partial<JobProgress>) => aJobIn('LOST', { finishedAt: 300, reason: SILENT, ...also }),
};
