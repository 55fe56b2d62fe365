import type { JobFlag, JobState } from './job.ts';
import type { EventKind } from './job-event.ts';

export const ATTEMPT_POSITIONS = ['next', 'open', 'lost', 'echo', 'over', 'none'] as const;
/**
 * Where the attempt that an event speaks of stands:
 * `next` has not begun · `open` is running · `lost` is the last one, and the server gave it up ·
 * `echo` is over, and this end says no more than its own end said · `over` is over · `none`: no attempt.
 */
export type AttemptPosition = (typeof ATTEMPT_POSITIONS)[number];

export const ACTS = [
  'open_attempt',
  'reopen_attempt',
  'close_attempt',
  'lose_open_attempt',
  'hear',
  'note',
  'keep_error',
  'explain',
  'take_into_lane',
  'take_out_of_lane',
  'ask_cancel',
  'cancel_never_ran',
  'cancel_stopped',
  'cancel_answered',
  'cancel_unanswered',
  'link_resubmission',
  'flag_stalled',
  'flag_cancel_requested',
  'flag_reopened',
  'flag_ambiguous',
] as const;
/** One step of a transition. A step that finds nothing to do leaves the job as it is. */
export type Act = (typeof ACTS)[number];

export const UNCHANGED_REASONS = [
  'repeated',
  'already_started',
  'already_ended',
  'attempt_over',
  'nothing_to_do',
] as const;
/**
 * Why an event changed nothing. `repeated` is the only one that need not be stored: the others
 * are things that were said, and stay in the job's history.
 */
export type UnchangedReason = (typeof UNCHANGED_REASONS)[number];

/** One row of the table. Rows never overlap: for any job and event at most one of them fits. */
export interface Transition {
  readonly on: readonly EventKind[];
  readonly when: readonly JobState[];
  /** Fits only where the attempt spoken of stands so; absent: wherever. */
  readonly about?: readonly AttemptPosition[];
  /** Fits only with this flag. */
  readonly given?: JobFlag;
  /** Fits only without this flag. */
  readonly unless?: JobFlag;
  readonly acts: readonly Act[];
  /** The state reached; `as_reported` is the one that belongs to the reported end. */
  readonly to: JobState | 'as_reported' | 'stays';
  /** The report came after the end of what it speaks of. */
  readonly late?: true;
  /** Why nothing changes, in rows that only record. */
  readonly unchanged?: UnchangedReason;
  readonly because: string;
}
