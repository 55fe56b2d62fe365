import { coalesce } from '@pawprint/async';
import type { Event } from '@pawprint/protocol';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { ALL_EVENTS, type EventFilter, filterQuery, passesFilter } from './event-kinds.ts';
import {
  appendLive,
  appendPage,
  type EventPage,
  type EventWindow,
  firstSeq,
  lastSeq,
  prependPage,
  windowAround,
  windowAtEnd,
} from './event-window.ts';
import type { LiveEvents } from './live-events.ts';

/** Larger than every seq: the page before it is the newest one. */
const END = Number.MAX_SAFE_INTEGER;
const PAGE_SIZE = 200;
const LARGEST_PAGE = 1000;

/** The newest events of a job. {@link loadOlderEvents} and {@link catchUpEvents} extend them. */
export const eventsQuery = (id: string, filter: EventFilter = ALL_EVENTS) =>
  queryOptions({
    queryKey: windowKey(id, filter),
    queryFn: () => loadEnd(id, filter),
    structuralSharing: false,
    // Loading the end again would drop the older events that were loaded since.
    staleTime: Number.POSITIVE_INFINITY,
  });

/** The newest events of a job whose stream is open. Those that arrive while these load are loaded afterwards. */
export const liveEventsQuery = (id: string, filter: EventFilter, events: LiveEvents) =>
  queryOptions({
    ...eventsQuery(id, filter),
    queryFn: () => events.duringLoad(() => loadEnd(id, filter)),
  });

const loadEnd = async (id: string, filter: EventFilter): Promise<EventWindow> =>
  windowAtEnd(await askEvents(id, filter, { before: END }));

export const loadOlderEvents = async (
  queries: QueryClient,
  id: string,
  filter = ALL_EVENTS,
): Promise<void> => {
  const window = readWindow(queries, id, filter);
  const before = window && firstSeq(window);
  if (before === undefined) return;
  const page = await askEvents(id, filter, { before });
  changeWindow(queries, id, filter, (current) => prependPage(current, page));
};

export const loadNewerEvents = async (
  queries: QueryClient,
  id: string,
  filter = ALL_EVENTS,
  limit = PAGE_SIZE,
): Promise<void> => {
  const window = readWindow(queries, id, filter);
  if (!window) return;
  const page = await askEvents(id, filter, { after: lastSeq(window) ?? 0 }, limit);
  changeWindow(queries, id, filter, (current) => appendPage(current, page));
};

/** Replaces the shown events by those around the one with this number, or around the next one that is shown. */
export const jumpToEvent = async (
  queries: QueryClient,
  id: string,
  filter: EventFilter,
  number: number,
): Promise<void> => {
  const after = await askEvents(id, filter, { from: number }, PAGE_SIZE / 2);
  const before = await askEvents(id, filter, { before: after.items[0]?.seq ?? END }, PAGE_SIZE / 2);
  queries.setQueryData(windowKey(id, filter), windowAround(before, after));
};

/** Replaces the shown events by the newest ones. Those that arrive meanwhile are loaded once these have taken the place. */
export const jumpToEnd = (
  queries: QueryClient,
  id: string,
  filter: EventFilter,
  events: LiveEvents,
): Promise<void> =>
  events.duringLoad(() => queries.refetchQueries({ queryKey: windowKey(id, filter), exact: true }));

/** The numbers of the events that contain a text, oldest first. The server searches, a part of a long log at a time. */
export const findEvents = async (id: string, filter: EventFilter, q: string, signal: AbortSignal) => {
  const numbers: number[] = [];
  let after: number | null = 0;
  while (after !== null && numbers.length < LARGEST_PAGE) {
    const query = { ...filterQuery(filter), after, q, limit: LARGEST_PAGE - numbers.length };
    const page: EventPage = await callRoute('listJobEvents', { params: { id }, query, signal });
    numbers.push(...page.items.map(({ number }) => number));
    after = page.next;
  }
  return { numbers, more: after !== null };
};

/** Appends an event from the stream to the job's windows. No event may be missing before it. */
export const appendEvent = (queries: QueryClient, id: string, event: Event): void => {
  for (const filter of shownFilters(queries, id)) {
    if (passesFilter(event, filter)) changeWindow(queries, id, filter, (window) => appendLive(window, event));
  }
};

/**
 * Loads everything after the shown events of a job, so that no gap remains whatever the stream delivered. Does nothing
 * if the job's events are not shown.
 */
export const catchUpEvents = async (queries: QueryClient, id: string): Promise<void> => {
  await Promise.all(shownFilters(queries, id).map((filter) => catchUp(queries, id, filter)));
};

/** Forgets the windows that are not shown: they miss what comes now, and would keep the gap when they are shown again. */
const shownFilters = (queries: QueryClient, id: string): readonly EventFilter[] => {
  const queryKey = keys.jobEvents(id);
  queries.removeQueries({ queryKey, type: 'inactive' });
  const shown = queries.getQueryCache().findAll({ queryKey });
  return shown.map((query) => query.queryKey.at(-1) as EventFilter);
};

const catchUp = async (queries: QueryClient, id: string, filter: EventFilter): Promise<void> => {
  // An answer that is still loading may be older than this request.
  await queries.ensureQueryData(eventsQuery(id, filter));
  // A window that a reader jumped to ends in the past; it grows only by scrolling.
  if (readWindow(queries, id, filter)?.newer !== false) return;
  do await loadNewerEvents(queries, id, filter, LARGEST_PAGE);
  while (readWindow(queries, id, filter)?.newer);
};

const PAUSE_MS = 250;

/** Catches up with jobs on request. Per job one request runs at a time, and a pause follows it. */
export const createEventCatchUp = (queries: QueryClient): ((id: string) => void) => {
  const catchUps = new Map<string, () => void>();
  return (id) => {
    const request =
      catchUps.get(id) ?? coalesce(() => catchUpEvents(queries, id), { pauseMs: PAUSE_MS }).request;
    catchUps.set(id, request);
    request();
  };
};

/** When an attempt's extractor sent its last report; null if it sent none. */
export const lastReportAt = async (id: string, attempt: number): Promise<string | null> => {
  const page = await askEvents(id, { show: 'extractor', attempt }, { before: END }, 1);
  return page.items.at(-1)?.received_at ?? null;
};

const askEvents = (
  id: string,
  filter: EventFilter,
  range: { readonly before: number } | { readonly after: number } | { readonly from: number },
  limit = PAGE_SIZE,
): Promise<EventPage> =>
  callRoute('listJobEvents', { params: { id }, query: { ...filterQuery(filter), ...range, limit } });

const windowKey = (id: string, filter: EventFilter) => [...keys.jobEvents(id), filter] as const;

const readWindow = (queries: QueryClient, id: string, filter: EventFilter): EventWindow | undefined =>
  queries.getQueryData<EventWindow>(windowKey(id, filter));

/** Does nothing if the window was removed from the cache while a page for it was loading. */
const changeWindow = (
  queries: QueryClient,
  id: string,
  filter: EventFilter,
  next: (window: EventWindow) => EventWindow,
): void => {
  queries.setQueryData<EventWindow>(windowKey(id, filter), (window) => window && next(window));
};
