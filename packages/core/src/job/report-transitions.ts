import type { EventKind } from './job-event.ts';
import { END_KINDS } from './reported-end.ts';
import { ANY_STATE as ANY, SETTLED_STATES as SETTLED, WAITING_STATES as WAITING } from './state-groups.ts';
import type { Act, Transition } from './transition.ts';

/** Reports from within an attempt that do not end it. */
const MESSAGE_KINDS: readonly EventKind[] = ['PROCESSING', 'LOG', 'PROGRESS'];

const START: readonly Act[] = ['open_attempt', 'hear'];
const START_AGAIN: readonly Act[] = ['lose_open_attempt', ...START, 'flag_ambiguous'];
const START_AFTER_CANCEL: readonly Act[] = ['lose_open_attempt', 'open_attempt', 'cancel_unanswered'];
const END: readonly Act[] = ['close_attempt', 'note', 'keep_error'];

const STARTS: readonly Transition[] = [
  {
    on: ['STARTED'],
    when: WAITING,
    about: ['next'],
    acts: START,
    to: 'RUNNING',
    because: 'an attempt begins',
  },
  {
    on: ['STARTED'],
    when: ['RUNNING'],
    about: ['next'],
    acts: START_AGAIN,
    to: 'RUNNING',
    because: 'started again without an end: the open attempt is LOST, and both may be alive',
  },
  {
    on: ['STARTED'],
    when: [...SETTLED, 'LOST'],
    about: ['next'],
    acts: [...START, 'flag_reopened'],
    to: 'RUNNING',
    because: 'its message was put back, or an acknowledgement was lost',
  },
  {
    on: ['STARTED', ...MESSAGE_KINDS],
    when: ['CANCELLED'],
    about: ['next'],
    acts: START_AFTER_CANCEL,
    to: 'stays',
    late: true,
    because: 'an extractor took it after the cancel: the attempt is recorded, the cancel stands',
  },
  {
    on: ['STARTED'],
    when: ANY,
    about: ['open', 'lost', 'over'],
    acts: [],
    to: 'stays',
    unchanged: 'already_started',
    because: 'it names an attempt that has begun before',
  },
];

const MESSAGES: readonly Transition[] = [
  {
    on: MESSAGE_KINDS,
    when: ['RUNNING'],
    about: ['open'],
    acts: ['hear', 'note'],
    to: 'RUNNING',
    because: 'it works',
  },
  {
    on: MESSAGE_KINDS,
    when: [...WAITING, 'LOST'],
    about: ['next'],
    acts: [...START, 'note'],
    to: 'RUNNING',
    because: 'the start was lost: an attempt is opened',
  },
  {
    on: MESSAGE_KINDS,
    when: ['RUNNING'],
    about: ['next'],
    acts: [...START_AGAIN, 'note'],
    to: 'RUNNING',
    because: 'it names an attempt whose start was lost: as if started again without an end',
  },
  {
    on: MESSAGE_KINDS,
    when: ['LOST'],
    about: ['lost'],
    acts: ['reopen_attempt', 'hear', 'note'],
    to: 'RUNNING',
    because: 'the attempt given up for lost is alive: it is opened again, not counted twice',
  },
  {
    on: MESSAGE_KINDS,
    when: ['CANCELLED'],
    about: ['open', 'lost'],
    acts: [],
    to: 'stays',
    late: true,
    unchanged: 'attempt_over',
    because: 'the job was cancelled: what still comes is shown as late',
  },
];

const ENDS: readonly Transition[] = [
  {
    on: END_KINDS,
    when: ['RUNNING'],
    about: ['open'],
    unless: 'cancel_requested',
    acts: ['hear', ...END],
    to: 'as_reported',
    because: 'the attempt ends',
  },
  {
    on: END_KINDS,
    when: [...WAITING, 'LOST'],
    about: ['next'],
    unless: 'cancel_requested',
    acts: [...START, ...END],
    to: 'as_reported',
    because: 'an end without a start: an attempt is opened and closed',
  },
  {
    on: END_KINDS,
    when: ['RUNNING'],
    about: ['next'],
    unless: 'cancel_requested',
    acts: [...START_AGAIN, ...END],
    to: 'as_reported',
    because: 'it names an attempt whose start was lost: the open one is LOST, this one opened and closed',
  },
  {
    on: END_KINDS,
    when: ['LOST'],
    about: ['lost'],
    unless: 'cancel_requested',
    acts: ['reopen_attempt', 'hear', ...END],
    to: 'as_reported',
    because: 'the attempt given up for lost was alive to its end',
  },
  {
    on: END_KINDS,
    when: ['RUNNING'],
    about: ['open'],
    given: 'cancel_requested',
    acts: ['hear', ...END, 'cancel_answered'],
    to: 'CANCELLED',
    because: 'the job was to be cancelled; the attempt keeps the outcome it reported',
  },
  {
    on: END_KINDS,
    when: ['LOST'],
    about: ['lost'],
    given: 'cancel_requested',
    acts: ['reopen_attempt', 'hear', ...END, 'cancel_answered'],
    to: 'CANCELLED',
    because: 'the same, of an attempt given up for lost',
  },
  {
    on: END_KINDS,
    when: ['RUNNING', 'LOST'],
    about: ['next'],
    given: 'cancel_requested',
    acts: [...START_AGAIN, ...END, 'cancel_answered'],
    to: 'CANCELLED',
    because: 'the same, of an attempt whose start was lost',
  },
  {
    on: END_KINDS,
    when: ['CANCELLED'],
    about: ['open'],
    acts: ['close_attempt', 'cancel_answered'],
    to: 'stays',
    late: true,
    because: 'an attempt begun after the cancel ends: it shows what became of the cancel',
  },
  {
    on: END_KINDS,
    when: ['CANCELLED'],
    about: ['next'],
    acts: [...START_AFTER_CANCEL, 'close_attempt', 'cancel_answered'],
    to: 'stays',
    late: true,
    because: 'an end without a start proves that it ran after all',
  },
  {
    on: END_KINDS,
    when: ['CANCELLED'],
    about: ['lost'],
    acts: ['cancel_answered'],
    to: 'stays',
    late: true,
    unchanged: 'attempt_over',
    because: 'the attempt stays LOST; its end shows what became of the cancel',
  },
  {
    on: END_KINDS,
    when: ANY,
    about: ['echo'],
    acts: [],
    to: 'stays',
    unchanged: 'already_ended',
    because: 'the same end again, or done after skip: the first stands',
  },
];

const AFTERTHOUGHTS: readonly Transition[] = [
  {
    on: [...MESSAGE_KINDS, ...END_KINDS],
    when: ANY,
    about: ['over'],
    acts: [],
    to: 'stays',
    late: true,
    unchanged: 'attempt_over',
    because: 'its attempt is over: the first end stands, and a newer attempt is not touched',
  },
  {
    on: [...MESSAGE_KINDS, ...END_KINDS],
    when: WAITING,
    about: ['lost'],
    acts: [],
    to: 'stays',
    late: true,
    unchanged: 'attempt_over',
    because: 'its attempt was given up and the job waits for the next',
  },
  {
    on: [...MESSAGE_KINDS, ...END_KINDS],
    when: SETTLED,
    about: ['next'],
    acts: [],
    to: 'stays',
    late: true,
    unchanged: 'attempt_over',
    because: 'only a start leaves an end, not word of an attempt that never started',
  },
];

/** What extractors say. */
export const REPORT_TRANSITIONS: readonly Transition[] = [...STARTS, ...MESSAGES, ...ENDS, ...AFTERTHOUGHTS];
