import type { ActionName } from './actions.ts';
import {
  ANY_STATE as ANY,
  type JobFlag,
  type JobState,
  NON_TERMINAL_STATES as NON_TERMINAL,
  SETTLED_STATES as SETTLED,
  WAITING_STATES as WAITING,
} from './job.ts';
import { END_KINDS as ENDS, type EventKind } from './job-event.ts';

export const ATTEMPT_POSITIONS = [
  'next',
  'open',
  'presumed',
  'lost',
  'taken_back',
  'same_end',
  'ended',
  'none',
] as const;
/**
 * The position of the attempt that an event concerns:
 * `next` has not begun · `open` is running · `presumed` is running, and this is the report of its start, which an output
 * overtook · `lost` is the last one, and the server gave it up ·
 * `taken_back` is the last one, has FAILED and the job with it, and its extractor takes that back ·
 * `same_end` has ended, and this end adds nothing to how it ended · `ended` has ended · `none`: no attempt.
 */
export type AttemptPosition = (typeof ATTEMPT_POSITIONS)[number];

/**
 * Why an event changed nothing. `repeated` is the only one that need not be stored: the others were really reported
 * and stay in the job's history.
 */
export type UnchangedReason =
  | 'repeated'
  | 'already_started'
  | 'already_ended'
  | 'attempt_over'
  | 'nothing_to_do';

/** One row of the table. Rows never overlap: at most one of them applies to any job and event. */
export interface Transition {
  readonly on: readonly EventKind[];
  readonly from: readonly JobState[];
  /** Applies only to these positions of the attempt; absent: to all. */
  readonly attempt?: readonly AttemptPosition[];
  /** Applies only with this flag. */
  readonly given?: JobFlag;
  /** Applies only without this flag. */
  readonly unless?: JobFlag;
  readonly actions: readonly ActionName[];
  /** The state reached; `as_reported` is the one that belongs to the reported end. */
  readonly to: JobState | 'as_reported' | 'stays';
  /** The report came after the end of the attempt or job that it concerns. */
  readonly late?: true;
  /** Why nothing changes, in rows that only record. */
  readonly unchanged?: UnchangedReason;
  readonly because: string;
}

/** Reports from within an attempt that do not end it. */
const MESSAGES: readonly EventKind[] = ['PROCESSING', 'LOG', 'PROGRESS'];

const START: readonly ActionName[] = ['startAttempt', 'recordActivity'];
const START_BY_OUTPUT: readonly ActionName[] = [...START, 'presumeStart'];
const START_AGAIN: readonly ActionName[] = ['loseAttempt', ...START, 'flagAmbiguous'];
const START_AFTER_CANCEL: readonly ActionName[] = ['loseAttempt', 'startAttempt', 'clearCancelOutcome'];
const RECORD_END: readonly ActionName[] = ['endAttempt', 'recordMessage', 'updateError'];

/**
 * The lifecycle of a job: the only data that says which event changes which state into which. A pair of event and state
 * without a row changes nothing, and the event is stored all the same.
 */
// biome-ignore format: a row says on three lines when it fits, what it does, and why
export const TRANSITIONS: readonly Transition[] = [
  // Starts.
  { on: ['STARTED'], from: WAITING, attempt: ['next'],
    actions: START, to: 'RUNNING',
    because: 'an attempt begins' },
  { on: ['STARTED'], from: ['RUNNING'], attempt: ['next'],
    actions: START_AGAIN, to: 'RUNNING',
    because: 'started again without an end: the open attempt is LOST, and both may be alive' },
  { on: ['STARTED'], from: [...SETTLED, 'LOST'], attempt: ['next'],
    actions: [...START, 'flagReopened'], to: 'RUNNING',
    because: 'its message was put back, or an acknowledgement was lost' },
  { on: ['STARTED', ...MESSAGES], from: ['CANCELLED'], attempt: ['next'],
    actions: START_AFTER_CANCEL, to: 'stays', late: true,
    because: 'an extractor got it after the cancel: the attempt is recorded, the cancel stands' },
  { on: ['STARTED'], from: ['RUNNING'], attempt: ['presumed'],
    actions: ['confirmStart', 'recordActivity'], to: 'RUNNING',
    because: 'an output of the attempt overtook the report of its start' },
  { on: ['STARTED'], from: ANY, attempt: ['open', 'lost', 'ended'],
    actions: [], to: 'stays', unchanged: 'already_started',
    because: 'it names an attempt that has begun before' },

  // Messages from within an attempt.
  { on: MESSAGES, from: ['RUNNING'], attempt: ['open'],
    actions: ['confirmStart', 'recordActivity', 'recordMessage'], to: 'RUNNING',
    because: 'the attempt works' },
  { on: MESSAGES, from: [...WAITING, 'LOST'], attempt: ['next'],
    actions: [...START, 'recordMessage'], to: 'RUNNING',
    because: 'the start was lost: an attempt is opened' },
  { on: MESSAGES, from: ['RUNNING'], attempt: ['next'],
    actions: [...START_AGAIN, 'recordMessage'], to: 'RUNNING',
    because: 'it names an attempt whose start was lost: as if started again without an end' },
  { on: MESSAGES, from: ['LOST'], attempt: ['lost'],
    actions: ['reopenAttempt', 'recordActivity', 'recordMessage'], to: 'RUNNING',
    because: 'the attempt given up for lost is alive: it is opened again, not counted twice' },
  { on: MESSAGES, from: ['CANCELLED'], attempt: ['open', 'lost'],
    actions: [], to: 'stays', late: true, unchanged: 'attempt_over',
    because: 'the job was cancelled: what still comes is shown as late' },

  // Outputs that came before any report of their attempt.
  { on: ['OUTPUT_RECEIVED'], from: [...WAITING, 'LOST'], attempt: ['next'],
    actions: START_BY_OUTPUT, to: 'RUNNING',
    because: 'an output proves that an attempt began: its start was lost, or is still on its way' },
  { on: ['OUTPUT_RECEIVED'], from: SETTLED, attempt: ['next'],
    actions: [...START_BY_OUTPUT, 'flagReopened'], to: 'RUNNING',
    because: 'the same, where its message was put back or an acknowledgement was lost' },
  { on: ['OUTPUT_RECEIVED'], from: ['LOST'], attempt: ['lost'],
    actions: ['reopenAttempt', 'recordActivity'], to: 'RUNNING',
    because: 'the attempt given up for lost is alive' },

  // Ends.
  { on: ENDS, from: ['RUNNING'], attempt: ['open'], unless: 'cancel_requested',
    actions: ['recordActivity', ...RECORD_END], to: 'as_reported',
    because: 'the attempt ends' },
  { on: ENDS, from: [...WAITING, 'LOST'], attempt: ['next'], unless: 'cancel_requested',
    actions: [...START, ...RECORD_END], to: 'as_reported',
    because: 'an end without a start: an attempt is opened and closed' },
  { on: ENDS, from: ['RUNNING'], attempt: ['next'], unless: 'cancel_requested',
    actions: [...START_AGAIN, ...RECORD_END], to: 'as_reported',
    because: 'it names an attempt whose start was lost: the open one is LOST, this one opened and closed' },
  { on: ENDS, from: ['LOST'], attempt: ['lost'], unless: 'cancel_requested',
    actions: ['reopenAttempt', 'recordActivity', ...RECORD_END], to: 'as_reported',
    because: 'the attempt given up for lost was alive to its end' },
  { on: ENDS, from: ['RUNNING'], attempt: ['open'], given: 'cancel_requested',
    actions: ['recordActivity', ...RECORD_END, 'setCancelOutcome'], to: 'CANCELLED',
    because: 'the job was to be cancelled; the attempt keeps the outcome it reported' },
  { on: ENDS, from: ['LOST'], attempt: ['lost'], given: 'cancel_requested',
    actions: ['reopenAttempt', 'recordActivity', ...RECORD_END, 'setCancelOutcome'], to: 'CANCELLED',
    because: 'the same, for an attempt given up for lost' },
  { on: ENDS, from: ['RUNNING', 'LOST'], attempt: ['next'], given: 'cancel_requested',
    actions: [...START_AGAIN, ...RECORD_END, 'setCancelOutcome'], to: 'CANCELLED',
    because: 'the same, for an attempt whose start was lost' },
  { on: ENDS, from: ['CANCELLED'], attempt: ['open'],
    actions: ['endAttempt', 'setCancelOutcome'], to: 'stays', late: true,
    because: 'an attempt begun after the cancel ends: it shows the outcome of the cancel' },
  { on: ENDS, from: ['CANCELLED'], attempt: ['next'],
    actions: [...START_AFTER_CANCEL, 'endAttempt', 'setCancelOutcome'], to: 'stays', late: true,
    because: 'an end without a start shows that it ran after all' },
  { on: ENDS, from: ['CANCELLED'], attempt: ['lost'],
    actions: ['setCancelOutcome'], to: 'stays', late: true, unchanged: 'attempt_over',
    because: 'the attempt stays LOST; its end shows the outcome of the cancel' },
  { on: ENDS, from: ANY, attempt: ['same_end'],
    actions: [], to: 'stays', unchanged: 'already_ended',
    because: 'the same end again, or done after skip: the first stands' },

  { on: ['RESUBMITTED'], from: ['FAILED'], attempt: ['taken_back'],
    actions: ['resubmitAttempt', 'recordActivity', 'recordMessage'], to: 'RESUBMITTED',
    because: 'pyClowder before 2.3 reports ERROR before it puts the message back into the queue' },

  { on: ['FAILURE_FOUND'], from: ['SUCCEEDED'],
    actions: ['failAttempt', 'recordActivity', 'updateError', 'setReason'], to: 'FAILED',
    because: 'its message is in the error queue, though its extractor (jclowder) reported it as done' },

  // Reports about an attempt that is over, or that never started.
  { on: [...MESSAGES, ...ENDS], from: ANY, attempt: ['ended'],
    actions: [], to: 'stays', late: true, unchanged: 'attempt_over',
    because: 'its attempt is over: the first end stands, and a newer attempt is not touched' },
  { on: [...MESSAGES, ...ENDS], from: WAITING, attempt: ['lost'],
    actions: [], to: 'stays', late: true, unchanged: 'attempt_over',
    because: 'its attempt was given up and the job waits for the next' },
  { on: [...MESSAGES, ...ENDS], from: SETTLED, attempt: ['next'],
    actions: [], to: 'stays', late: true, unchanged: 'attempt_over',
    because: 'only a start reopens a job that has ended, not a report from an attempt without a start' },

  // What lanes do.
  { on: ['QUEUED'], from: ['SUBMITTED'],
    actions: ['recordActivity', 'setQueuedTime', 'setReason'], to: 'QUEUED',
    because: 'a lane has it' },
  { on: ['QUEUED'], from: ['QUEUED', 'RESUBMITTED'],
    actions: ['recordActivity', 'setReason'], to: 'stays',
    because: 'another lane has it now, or its message was sent for the next attempt' },
  { on: ['DISPATCH_FAILED'], from: ['RESUBMITTED'],
    actions: ['setReason'], to: 'stays',
    because: 'it waits for its retry as before, and its message is sent again' },
  { on: ['DISPATCH_FAILED'], from: ['SUBMITTED', 'QUEUED'],
    actions: ['clearQueuedTime', 'setReason'], to: 'SUBMITTED',
    because: 'no lane has it: it is held and will be dispatched again' },
  { on: ['ATTEMPT_LOST'], from: ['RUNNING'], attempt: ['open'], unless: 'cancel_requested',
    actions: ['loseAttempt', 'recordActivity', 'setQueuedTime', 'setReason'], to: 'QUEUED',
    because: 'its lease ran out: it waits for the next attempt under the same id' },
  { on: ['ATTEMPT_LOST'], from: ['RUNNING'], attempt: ['open'], given: 'cancel_requested',
    actions: ['loseAttempt', 'recordActivity', 'setReason'], to: 'CANCELLED',
    because: 'no attempt is left to stop; the outcome of the cancel is unknown until an end is reported' },
  { on: ['ATTEMPT_LOST'], from: ['CANCELLED'], attempt: ['open'],
    actions: ['loseAttempt'], to: 'stays',
    because: 'an attempt begun after the cancel fell silent' },

  // Cancelling.
  { on: ['CANCEL_REQUESTED', 'CANCELLED'], from: WAITING,
    actions: ['recordActivity', 'recordCancelRequest', 'setCancelNeverRan'], to: 'CANCELLED',
    because: 'nothing runs: cancelled at once, also where a lane still has its message' },
  { on: ['CANCEL_REQUESTED'], from: ['RUNNING'], unless: 'cancel_requested',
    actions: ['recordCancelRequest', 'flagCancelRequested'], to: 'stays',
    because: 'the extractor is asked to stop, where its lane can pass that on' },
  { on: ['CANCELLED'], from: ['RUNNING'],
    actions: ['recordActivity', 'recordCancelRequest', 'endAttempt', 'setCancelStopped'], to: 'CANCELLED',
    because: 'the server made sure that it runs no more' },

  // Silence.
  { on: ['STALLED'], from: NON_TERMINAL, unless: 'stalled',
    actions: ['flagStalled', 'setReason'], to: 'stays',
    because: 'silent for longer than expected; any activity clears it' },
  { on: ['STALL_ENDED'], from: WAITING, given: 'stalled',
    actions: ['clearStalled', 'setReason'], to: 'stays',
    because: 'the line in which it waits moves again; it was silent itself, so its last event stays' },
  { on: ['REVIVED'], from: ['RUNNING'],
    actions: ['setReason'], to: 'stays',
    because: 'a report has just opened a lost attempt again: that explains the job until the attempt ends' },
  { on: ['LOST'], from: NON_TERMINAL,
    actions: ['loseAttempt', 'setReason'], to: 'LOST',
    because: 'silent for too long; any report revives it' },

  // Our own outages.
  { on: ['REVIVED'], from: ['FAILED'],
    actions: ['recordActivity', 'flagReopened', 'setReason'], to: 'SUBMITTED',
    because: 'some of its tries failed while no server answered: it is held and will be dispatched again' },

  // Chains of jobs that set each other off.
  { on: ['CHAIN_LIMIT'], from: ['SUBMITTED'],
    actions: ['recordActivity', 'clearError', 'setReason'], to: 'SKIPPED',
    because: 'extractors that feed each other would never end: it is recorded, and runs only if resubmitted' },

  // Resubmitting.
  { on: ['RESUBMITTED_AS'], from: ANY,
    actions: ['linkResubmission'], to: 'stays',
    because: 'resubmitted: a new job exists, and this one points to it' },

  // Outputs.
  { on: ['VERSION_FOUND'], from: ANY,
    actions: ['recordVersion'], to: 'stays',
    because: 'an output names the version of the extractor that made it' },
];
