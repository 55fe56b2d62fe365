import type { Event } from '@pawprint/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EventFilter } from '../events/event-kinds.ts';
import { EMPTY_WINDOW, type EventWindow } from '../events/event-window.ts';
import {
  eventsQuery,
  jumpToEnd,
  jumpToEvent,
  type LiveEvents,
  loadNewerEvents,
  loadOlderEvents,
  tailOf,
} from '../events/events-query.ts';
import { type Fold, foldLines } from '../events/fold-lines.ts';
import { coalesced } from '../live/coalesced.ts';

export interface Log {
  readonly window: EventWindow;
  readonly rows: readonly LogRow[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly askAgain: () => void;
  readonly toggle: (row: LogRow) => void;
  /** Opens the fold that holds an event. */
  readonly reveal: (seq: number) => void;
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
  readonly loadAround: (seq: number) => Promise<void>;
  readonly loadEnd: () => Promise<void>;
}

const useOpenedFolds = () => {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const reveal = (seq: number): void => setOpened((before) => new Set([...before, seq]));
  const toggle = ({ fold: { events }, open }: LogRow): void => {
    const held = new Set(events.map(({ seq }) => seq));
    if (open) setOpened((before) => new Set([...before].filter((seq) => !held.has(seq))));
    else reveal(events[0].seq);
  };
  return { opened, reveal, toggle };
};

/** A stretch of a job's events as rows, with the ways to move the stretch. */
export const useLog = (id: string, filter: EventFilter, live: boolean, events: LiveEvents): Log => {
  const queries = useQueryClient();
  const { data, error, isPending, refetch } = useQuery({
    ...eventsQuery(id, filter),
    queryFn: () => events.during(() => tailOf(id, filter)),
  });
  const { opened, reveal, toggle } = useOpenedFolds();
  const window = data ?? EMPTY_WINDOW;
  const rows = useMemo(() => logRows(window.events, opened, { live }), [window.events, opened, live]);
  const load = useMemo(
    () => ({
      older: coalesced(() => loadOlderEvents(queries, id, filter)),
      newer: coalesced(() => events.during(() => loadNewerEvents(queries, id, filter))),
    }),
    [queries, id, filter, events],
  );
  return {
    window,
    rows,
    isLoading: isPending,
    error: data ? null : error,
    askAgain: () => void refetch(),
    toggle,
    reveal,
    loadOlder: load.older,
    loadNewer: load.newer,
    loadAround: (seq) => events.during(() => jumpToEvent(queries, id, filter, seq)),
    loadEnd: () => jumpToEnd(queries, id, filter),
  };
};

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
