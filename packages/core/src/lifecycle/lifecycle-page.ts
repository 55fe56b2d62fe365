import { isTerminal, JOB_STATES, type JobState } from '../job/job.ts';
import { STATE_LABELS } from '../job/state-labels.ts';
import type { Transition } from '../job/transition.ts';
import { TRANSITIONS } from '../job/transitions.ts';
import { type Arrow, arrowsOf, lifecycleDiagram } from './lifecycle-diagram.ts';
import { ACT_WORDS, POSITION_WORDS, STATE_MEANINGS } from './lifecycle-words.ts';

type Cells = readonly string[];

const markdownTable = (head: Cells, rows: readonly Cells[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const picture = (arrows: readonly Arrow[]): string => `\`\`\`mermaid\n${lifecycleDiagram(arrows)}\n\`\`\``;

const code = (words: readonly string[]): string => words.map((word) => `\`${word}\``).join(', ');

const states = (when: readonly JobState[]): string =>
  when.length === JOB_STATES.length ? 'any' : code(when);

const flagWords = ({ given, unless }: Transition): Cells => [
  ...(given === undefined ? [] : [`with \`${given}\``]),
  ...(unless === undefined ? [] : [`without \`${unless}\``]),
];

const attemptWords = ({ about = [] }: Transition): string =>
  about.map((position) => POSITION_WORDS[position]).join(', or ');

const targetWords = ({ to }: Transition): string => {
  if (to === 'stays') return 'stays';
  return to === 'as_reported' ? 'as reported' : `\`${to}\``;
};

const consequence = ({ acts, unchanged, late }: Transition): string =>
  [
    ...acts.map((act) => ACT_WORDS[act]),
    ...(acts.length === 0 && unchanged ? [`recorded (\`${unchanged}\`)`] : []),
    ...(late ? ['marked late'] : []),
  ].join('; ');

const transitionCells = (row: Transition): Cells => [
  code(row.on),
  [states(row.when), ...flagWords(row)].join(' '),
  attemptWords(row),
  consequence(row),
  targetWords(row),
  row.because,
];

const stateCells = (state: JobState): Cells => [
  `\`${state}\``,
  STATE_LABELS[state],
  STATE_MEANINGS[state],
  isTerminal(state) ? 'yes' : '',
];

/** `docs/job-lifecycle.md`, written from the table that `applyEvent` follows. */
export const lifecyclePage = (): string => {
  const arrows = arrowsOf(TRANSITIONS);
  return `# The life of a job

<!-- Written by \`node scripts/generate-docs.mjs\` from packages/core/src/job/transitions.ts. Do not edit. -->

A job is one run of one extractor on one resource, wanted once. Its id stays; each try is an attempt
with a number of its own. What is said or done about it is an event. \`applyEvent\` decides by the table
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

A report speaks of the attempt it names, or else of the open one; where none is open, of the next one
that is awaited, or of the last. A pair of event and state that no row names changes nothing and is
recorded. No two rows fit the same event of the same job. "As reported": \`SUCCEEDED\` and \`SKIPPED\` lead
to the states of those names, \`ERROR\` to \`FAILED\`, \`RESUBMITTED\` to \`RESUBMITTED\`.

${markdownTable(
  ['event', 'when the job is', 'about which attempt', 'then', 'job', 'because'],
  TRANSITIONS.map(transitionCells),
)}
`;
};
