import {
  ANY_STATE as ANY,
  NON_TERMINAL_STATES as NON_TERMINAL,
  WAITING_STATES as WAITING,
} from './state-groups.ts';
import type { Transition } from './transition.ts';

const LANES: readonly Transition[] = [
  {
    on: ['QUEUED'],
    when: ['SUBMITTED'],
    acts: ['hear', 'take_into_lane'],
    to: 'QUEUED',
    because: 'a lane has it',
  },
  {
    on: ['DISPATCH_FAILED'],
    when: ['SUBMITTED', 'QUEUED'],
    acts: ['take_out_of_lane', 'explain'],
    to: 'SUBMITTED',
    because: 'no lane has it: it is held and will be handed over again',
  },
  {
    on: ['ATTEMPT_LOST'],
    when: ['RUNNING'],
    about: ['open'],
    unless: 'cancel_requested',
    acts: ['lose_open_attempt', 'hear', 'take_into_lane', 'explain'],
    to: 'QUEUED',
    because: 'its lease ran out: it waits for the next attempt under the same id',
  },
  {
    on: ['ATTEMPT_LOST'],
    when: ['RUNNING'],
    about: ['open'],
    given: 'cancel_requested',
    acts: ['lose_open_attempt', 'hear', 'explain'],
    to: 'CANCELLED',
    because: 'nobody is left to stop; what became of the cancel is not known until an end comes',
  },
  {
    on: ['ATTEMPT_LOST'],
    when: ['CANCELLED'],
    about: ['open'],
    acts: ['lose_open_attempt'],
    to: 'stays',
    because: 'an attempt begun after the cancel fell silent',
  },
];

const CANCEL: readonly Transition[] = [
  {
    on: ['CANCEL_REQUESTED', 'CANCELLED'],
    when: WAITING,
    acts: ['hear', 'ask_cancel', 'cancel_never_ran'],
    to: 'CANCELLED',
    because: 'nothing runs: cancelled at once; in a lane its message becomes a tombstone',
  },
  {
    on: ['CANCEL_REQUESTED'],
    when: ['RUNNING'],
    unless: 'cancel_requested',
    acts: ['ask_cancel', 'flag_cancel_requested'],
    to: 'stays',
    because: 'the extractor is to stop, if it can be told',
  },
  {
    on: ['CANCELLED'],
    when: ['RUNNING'],
    acts: ['hear', 'ask_cancel', 'close_attempt', 'cancel_stopped'],
    to: 'CANCELLED',
    because: 'the server made sure that it runs no more',
  },
];

const SILENCE: readonly Transition[] = [
  {
    on: ['STALLED'],
    when: NON_TERMINAL,
    unless: 'stalled',
    acts: ['flag_stalled', 'explain'],
    to: 'stays',
    because: 'silent for longer than expected; any sign of life clears it',
  },
  {
    on: ['LOST'],
    when: NON_TERMINAL,
    acts: ['lose_open_attempt', 'explain'],
    to: 'LOST',
    because: 'silent for too long; any report revives it',
  },
];

const LINEAGE: readonly Transition[] = [
  {
    on: ['RESUBMITTED_AS'],
    when: ANY,
    acts: ['link_resubmission'],
    to: 'stays',
    because: 'a person asked again: a new job, which this one points to',
  },
];

/** What the server says. */
export const SERVER_TRANSITIONS: readonly Transition[] = [...LANES, ...CANCEL, ...SILENCE, ...LINEAGE];
