import type { Event } from '@pawprint/protocol';
import { type Fold, foldLines } from '../../events/fold-lines.ts';

export interface LogRow {
  readonly key: string;
  readonly event: Event;
  /** What the row stands for: one event, or several that say the same. */
  readonly fold: Fold;
  readonly open: boolean;
  /** A new attempt begins: a rule separates it from what came before. */
  readonly cut: boolean;
}

type Unplaced = Omit<LogRow, 'cut'>;

const rowOf = (event: Event, fold: Fold, open: boolean): Unplaced => ({
  key: `e${event.seq}`,
  event,
  fold,
  open,
});

const unfolded = (fold: Fold): Unplaced[] =>
  fold.events.map((event, at) => rowOf(event, at === 0 ? fold : { kind: 'line', events: [event] }, true));

/** A fold that grew in front while it was open still holds what it was opened at. */
const isOpened = (fold: Fold, opened: ReadonlySet<number>): boolean =>
  fold.kind !== 'line' && opened.size > 0 && fold.events.some(({ seq }) => opened.has(seq));

/** The log's rows, oldest first. `opened` are seqs of events whose folds are open. */
export const logRows = (
  events: readonly Event[],
  opened: ReadonlySet<number>,
  { live = false } = {},
): LogRow[] => {
  const rows = foldLines(events, { live }).flatMap((fold) =>
    isOpened(fold, opened) ? unfolded(fold) : [rowOf(fold.events[0], fold, false)],
  );
  let attempt: number | null = null;
  return rows.map((row, at) => {
    const before = attempt;
    attempt = row.event.attempt ?? before;
    return { ...row, cut: at > 0 && attempt !== before };
  });
};

/** The row that shows an event, or the last one before it; -1 where all rows are later. */
export const rowAt = (rows: readonly LogRow[], seq: number): number =>
  rows.findLastIndex(({ event }) => event.seq <= seq);
