import type { Event } from '@pawprint/protocol';
import { type Fold, foldLines } from '../events/fold-lines.ts';

export interface LogRow {
  readonly key: string;
  readonly event: Event;
  /** The event, or several equal ones shown as one row. */
  readonly fold: Fold;
  readonly open: boolean;
  /** A new attempt starts here: a rule separates it from the rows above. */
  readonly startsAttempt: boolean;
}

/** @param opened numbers of events whose folds are open, @returns the rows of a log, oldest first */
export const logRows = (
  events: readonly Event[],
  opened: ReadonlySet<number>,
  { live = false } = {},
): LogRow[] => {
  const rows = foldLines(events, { live }).flatMap((fold) =>
    isOpened(fold, opened) ? unfoldedRows(fold) : [rowOf(fold.events[0], fold, false)],
  );
  let attempt: number | null = null;
  return rows.map((row, index) => {
    const before = attempt;
    attempt = row.event.attempt ?? before;
    return { ...row, startsAttempt: index > 0 && attempt !== before };
  });
};

/** The index of the row that shows an event, or of the last one before it; -1 if all rows are later. */
export const rowIndexOf = (rows: readonly LogRow[], number: number): number =>
  rows.findLastIndex(({ event }) => event.number <= number);

/** Any event counts, since the first one changes when older events join an open fold. */
const isOpened = (fold: Fold, opened: ReadonlySet<number>): boolean =>
  fold.kind !== 'line' && opened.size > 0 && fold.events.some(({ number }) => opened.has(number));

type UnplacedRow = Omit<LogRow, 'startsAttempt'>;

/** The first row of an open fold keeps the button that closes it. */
const unfoldedRows = (fold: Fold): UnplacedRow[] =>
  fold.events.map((event, index) =>
    rowOf(event, index === 0 ? fold : { kind: 'line', events: [event] }, true),
  );

const rowOf = (event: Event, fold: Fold, open: boolean): UnplacedRow => ({
  key: `e${event.seq}`,
  event,
  fold,
  open,
});
