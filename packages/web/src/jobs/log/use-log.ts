import { coalesce } from '@pawprint/async';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { EventFilter } from '../events/event-kinds.ts';
import { EMPTY_WINDOW, type EventWindow } from '../events/event-window.ts';
import {
  jumpToEnd,
  jumpToEvent,
  liveEventsQuery,
  loadNewerEvents,
  loadOlderEvents,
} from '../events/events-query.ts';
import type { LiveEvents } from '../events/live-events.ts';
import { type LogRow, logRows } from './log-rows.ts';

export interface Log {
  readonly window: EventWindow;
  readonly rows: readonly LogRow[];
  readonly isLoading: boolean;
  readonly error: Error | null;
  readonly reload: () => void;
  readonly toggle: (row: LogRow) => void;
  /** Opens the fold that contains an event. */
  readonly reveal: (number: number) => void;
  readonly loadOlder: () => void;
  readonly loadNewer: () => void;
  readonly loadAround: (number: number) => Promise<void>;
  readonly loadEnd: () => Promise<void>;
}

/** The loaded events of a job as rows, and the ways to load others. */
export const useLog = (id: string, filter: EventFilter, live: boolean, events: LiveEvents): Log => {
  const queries = useQueryClient();
  const { data, error, isPending, refetch } = useQuery(liveEventsQuery(id, filter, events));
  const { opened, reveal, toggle } = useOpenedFolds();
  const window = data ?? EMPTY_WINDOW;
  const rows = useMemo(() => logRows(window.events, opened, { live }), [window.events, opened, live]);
  const load = useMemo(
    () => ({
      older: coalesce(() => loadOlderEvents(queries, id, filter)).request,
      newer: coalesce(() => events.duringLoad(() => loadNewerEvents(queries, id, filter))).request,
    }),
    [queries, id, filter, events],
  );
  return {
    window,
    rows,
    isLoading: isPending,
    error: data ? null : error,
    reload: () => void refetch(),
    toggle,
    reveal,
    loadOlder: load.older,
    loadNewer: load.newer,
    loadAround: (number) => events.duringLoad(() => jumpToEvent(queries, id, filter, number)),
    loadEnd: () => jumpToEnd(queries, id, filter, events),
  };
};

const useOpenedFolds = () => {
  const [opened, setOpened] = useState<ReadonlySet<number>>(new Set());
  const reveal = (number: number): void => setOpened((before) => new Set([...before, number]));
  const toggle = ({ fold: { events }, open }: LogRow): void => {
    const inFold = new Set(events.map(({ number }) => number));
    if (open) setOpened((before) => new Set([...before].filter((number) => !inFold.has(number))));
    else reveal(events[0].number);
  };
  return { opened, reveal, toggle };
};
