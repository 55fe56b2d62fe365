import {
  type Instant,
  type JobQuery,
  STATE_LABELS,
  TERMINAL_STATES,
  type TerminalState,
} from '@pawprint/core';
import { type NotificationSubject, writeJobQuery } from '@pawprint/protocol';

/** What is found of a job: how it ended, or that it stalls. */
export type FoundOutcome = TerminalState | 'STALLED';

/** How many jobs were found in which way. */
export type Counts = Readonly<Partial<Record<FoundOutcome, number>>>;

export interface Notification {
  readonly id: string;
  readonly userId: string;
  /** Null: it was removed. */
  readonly watchId: string | null;
  readonly subject: NotificationSubject;
  readonly counts: Counts;
  /** No watched job is left that has not ended. */
  readonly isOver: boolean;
  /** Some of the jobs: those that failed or stall, if there are any. */
  readonly jobIds: readonly string[];
  /** The error or reason of one of them. */
  readonly reason: string | null;
  /** Of an alert or an operation, where it leads; null: to its jobs. */
  readonly target: NotificationTarget | null;
  readonly createdAt: Instant;
  readonly changedAt: Instant;
  readonly readAt: Instant | null;
}

const OUTCOMES: readonly FoundOutcome[] = [...TERMINAL_STATES, 'STALLED'];

export const addCounts = (one: Counts, other: Counts): Counts =>
  Object.fromEntries(
    OUTCOMES.map((outcome) => [outcome, (one[outcome] ?? 0) + (other[outcome] ?? 0)] as const).filter(
      ([, count]) => count > 0,
    ),
  );

export const totalOf = (counts: Counts): number =>
  OUTCOMES.reduce((sum, outcome) => sum + (counts[outcome] ?? 0), 0);

const WORDS: Readonly<Record<FoundOutcome, string>> = {
  ...(Object.fromEntries(
    TERMINAL_STATES.map((state) => [state, STATE_LABELS[state].toLowerCase()]),
  ) as Record<TerminalState, string>),
  STALLED: 'stuck',
};

const numbers = new Intl.NumberFormat('en-US');

/** "word-count on soil.csv failed", "Soil cores: 9,988 done, 12 failed". */
export const titleOf = ({ subject: { type, name }, counts }: Notification): string => {
  // Of these, the name is all that was said.
  if (type === 'alert' || type === 'operation') return name;
  const found = OUTCOMES.filter((outcome) => (counts[outcome] ?? 0) > 0);
  const [only] = found;
  if (type === 'job' && only !== undefined && found.length === 1) return `${name}: ${WORDS[only]}`;
  const parts = found.map((outcome) => `${numbers.format(counts[outcome] ?? 0)} ${WORDS[outcome]}`);
  return `${name}: ${parts.join(', ')}`;
};

/** Where a notification leads: to its job, to the list of its jobs, or to the page of an extractor. */
export interface NotificationTarget {
  readonly jobId: string | null;
  readonly query: string | null;
  readonly extractor: string | null;
}

export const targetOf = (notification: Notification): NotificationTarget => {
  const { subject, jobIds, counts } = notification;
  if (notification.target !== null) return notification.target;
  const [only, second] = jobIds;
  if (only !== undefined && second === undefined && totalOf(counts) === 1)
    return { jobId: only, query: null, extractor: null };
  const query = writeJobQuery({ all: [...jobsOf(subject, jobIds), ...troubleIn(counts)] });
  return { jobId: null, query, extractor: null };
};

/** Of several jobs, a query has room for some. */
const jobsOf = ({ type, id }: NotificationSubject, jobIds: readonly string[]): JobQuery[] =>
  type === 'dataset' || type === 'extractor'
    ? [{ key: type, values: [id] }]
    : [{ key: 'job', values: jobIds }];

/** Where some failed, these are what the reader looks for; else those that are stuck. */
const troubleIn = ({ FAILED = 0, LOST = 0, STALLED = 0 }: Counts): JobQuery[] => {
  if (FAILED + LOST > 0) return [{ key: 'state', values: ['FAILED', 'LOST'] }];
  return STALLED > 0 ? [{ key: 'flag', values: ['stalled'] }] : [];
};
