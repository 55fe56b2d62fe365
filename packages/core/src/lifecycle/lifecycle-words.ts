import type { JobState } from '../job/job.ts';
import type { Act, AttemptPosition } from '../job/transition.ts';

export const STATE_MEANINGS: Readonly<Record<JobState, string>> = {
  SUBMITTED: 'recorded; not yet handed to a lane (held, or the broker is away)',
  QUEUED: 'a lane has it: the broker confirmed the message, or it waits for an HTTP claim',
  RUNNING: 'an attempt has started',
  RESUBMITTED: 'the extractor gave it back for another try; waiting',
  SUCCEEDED: 'the extractor said that it is done',
  FAILED: 'the extractor said ERROR, or attempts are used up',
  SKIPPED: 'the extractor looked and declined',
  CANCELLED:
    'a person wanted it no longer; whether it never ran, was stopped or finished anyway stands beside it',
  LOST: 'nothing heard for too long; decided by the watchdog, with a reason; any report revives it',
};

export const POSITION_WORDS: Readonly<Record<AttemptPosition, string>> = {
  next: 'one that has not begun',
  open: 'the open one',
  lost: 'the last one, given up for lost',
  echo: 'one that is over, and ended so',
  over: 'one that is over',
  none: 'none',
};

export const ACT_WORDS: Readonly<Record<Act, string>> = {
  open_attempt: 'open attempt n+1',
  reopen_attempt: 'open the lost attempt again',
  close_attempt: 'the attempt gets its outcome',
  lose_open_attempt: 'an open attempt becomes LOST',
  hear: 'heard now, and not stalled',
  note: 'latest message, progress',
  keep_error: 'keep or clear the error',
  explain: 'the reason is written out',
  take_into_lane: 'note when a lane took it',
  take_out_of_lane: 'no lane has it',
  ask_cancel: 'note who asked, and when',
  cancel_never_ran: 'cancel: never ran',
  cancel_stopped: 'cancel: stopped',
  cancel_answered: 'cancel: stopped if confirmed, else finished anyway',
  cancel_unanswered: 'cancel: open again until the attempt ends',
  link_resubmission: 'point to the new job',
  flag_stalled: 'flag `stalled`',
  flag_cancel_requested: 'flag `cancel_requested`',
  flag_reopened: 'flag `reopened`',
  flag_ambiguous: 'flag `ambiguous`',
};
