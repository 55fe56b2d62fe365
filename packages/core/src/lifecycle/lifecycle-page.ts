import type { ActionName } from '../job/actions.ts';
import { isTerminal, JOB_STATES, type JobState, STATE_LABELS } from '../job/job.ts';
import { type AttemptPosition, TRANSITIONS, type Transition } from '../job/transitions.ts';
import { type Arrow, arrowsOf, lifecycleDiagram } from './lifecycle-diagram.ts';

/** `docs/job-lifecycle.md`, written from the table that `applyEvent` follows. */
export const lifecyclePage = (): string => {
  const arrows = arrowsOf(TRANSITIONS);
  return `# The life of a job

<!-- Written by \`node scripts/generate-docs.mjs\` from packages/core/src/job/transitions.ts. Do not edit. -->

A job is one run of one extractor on one resource, wanted once. Its id stays; each try is an attempt
with a number of its own. What is reported or done about it is an event. \`applyEvent\` decides by the table
below what an event means; nothing else changes a job.

## States

${markdownTable(['state', 'shown as', 'meaning', 'terminal'], JOB_STATES.map(stateCells))}

## What usually happens

${picture(arrows.filter(({ outOfTurn }) => !outOfTurn))}

## When reports come out of turn

A start can be lost, some clients never send one, and a job can be given up too early. A report then
opens the attempt it belongs to, or opens it again, and counts.

${picture(arrows.filter(({ outOfTurn }) => outOfTurn))}

## Every transition

A report concerns the attempt it names, or else the open one; where none is open, the next one that is
awaited, or the last. A pair of event and state that no row names changes nothing and is
recorded. No two rows fit the same event of the same job. "As reported": \`SUCCEEDED\` and \`SKIPPED\` lead
to the states of those names, \`ERROR\` to \`FAILED\`, \`RESUBMITTED\` to \`RESUBMITTED\`.

${markdownTable(
  ['event', 'when the job is', 'about which attempt', 'then', 'job', 'because'],
  TRANSITIONS.map(transitionCells),
)}
`;
};

type Cells = readonly string[];

const markdownTable = (head: Cells, rows: readonly Cells[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const picture = (arrows: readonly Arrow[]): string => `\`\`\`mermaid\n${lifecycleDiagram(arrows)}\n\`\`\``;

const code = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(', ');

const states = (from: readonly JobState[]): string =>
  from.length === JOB_STATES.length ? 'any' : code(from);

const flagText = ({ given, unless }: Transition): Cells => [
  ...(given === undefined ? [] : [`with \`${given}\``]),
  ...(unless === undefined ? [] : [`without \`${unless}\``]),
];

const attemptText = ({ attempt = [] }: Transition): string =>
  attempt.map((position) => POSITION_TEXTS[position]).join(', or ');

const targetText = ({ to }: Transition): string => {
  if (to === 'stays') return 'stays';
  return to === 'as_reported' ? 'as reported' : `\`${to}\``;
};

const consequence = ({ actions, unchanged, late }: Transition): string =>
  [
    ...actions.map((action) => ACTION_TEXTS[action]),
    ...(actions.length === 0 && unchanged ? [`recorded (\`${unchanged}\`)`] : []),
    ...(late ? ['marked late'] : []),
  ].join('; ');

const transitionCells = (row: Transition): Cells => [
  code(row.on),
  [states(row.from), ...flagText(row)].join(' '),
  attemptText(row),
  consequence(row),
  targetText(row),
  row.because,
];

const stateCells = (state: JobState): Cells => [
  `\`${state}\``,
  STATE_LABELS[state],
  STATE_MEANINGS[state],
  isTerminal(state) ? 'yes' : '',
];

const STATE_MEANINGS: Readonly<Record<JobState, string>> = {
  SUBMITTED: 'recorded; not yet given to a lane (held, or the broker is away)',
  QUEUED: 'a lane has it: the broker confirmed the message, or it waits for an HTTP claim',
  RUNNING: 'an attempt has started',
  RESUBMITTED: 'the extractor gave it back for another try; waiting',
  SUCCEEDED: 'the extractor reported that it is done',
  FAILED: 'the extractor reported ERROR, or put its message into the error queue, or attempts are used up',
  SKIPPED:
    'the extractor found nothing to do for it, or the server stopped a chain of jobs before it, with a reason',
  CANCELLED: 'a person cancelled it; it never ran, was stopped, or finished anyway, as its cancel says',
  LOST: 'no event for too long: the server gave it up, with a reason; any report revives it',
};

const POSITION_TEXTS: Readonly<Record<AttemptPosition, string>> = {
  next: 'one that has not begun',
  open: 'the open one',
  presumed: 'the open one, which an output opened',
  lost: 'the last one, given up for lost',
  taken_back: 'the last one, which its extractor says has not failed',
  same_end: 'one that is over, and ended so',
  ended: 'one that is over',
  none: 'none',
};

const ACTION_TEXTS: Readonly<Record<ActionName, string>> = {
  startAttempt: 'start attempt n+1',
  presumeStart: 'the report of its start may still come',
  confirmStart: 'its start is no longer presumed',
  reopenAttempt: 'open the lost attempt again',
  resubmitAttempt: 'the attempt was RESUBMITTED, with its error',
  failAttempt: 'the attempt was FAILED, with this error',
  endAttempt: 'the attempt gets its outcome',
  loseAttempt: 'an open attempt becomes LOST',
  recordActivity: 'last event now, and not stalled',
  recordMessage: 'latest message, progress',
  updateError: 'keep or clear the error',
  clearError: 'forgets the error of an earlier attempt',
  setReason: 'set the reason',
  setQueuedTime: 'set when a lane first had it',
  clearQueuedTime: 'clear when a lane first had it',
  recordCancelRequest: 'record who asked, and when',
  setCancelNeverRan: 'cancel: never ran',
  setCancelStopped: 'cancel: stopped',
  setCancelOutcome: 'cancel: stopped if confirmed, else finished anyway',
  clearCancelOutcome: 'cancel: open again until the attempt ends',
  recordVersion: 'the attempt and the job get the version',
  linkResubmission: 'point to the new job',
  flagStalled: 'flag `stalled`',
  clearStalled: 'not stalled',
  flagCancelRequested: 'flag `cancel_requested`',
  flagReopened: 'flag `reopened`',
  flagAmbiguous: 'flag `ambiguous`',
};
