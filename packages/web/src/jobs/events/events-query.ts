import type { Event } from '@pawprint/protocol';
import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { coalesced } from '../live/coalesced.ts';
import { ALL_EVENTS, type EventFilter, filterQuery, passes } from './event-kinds.ts';
import {
  around,
  type EventPage,
  type EventWindow,
  firstSeq,
  fromTail,
  lastSeq,
  withLive,
  withNewer,
  withOlder,
} from './event-window.ts';

/** Beyond every seq: a page before it is the newest one. */
const THE_END = Number.MAX_SAFE_INTEGER;
const PAGE = 500;
const BIGGEST_PAGE = 1000;

type Where = { readonly before: number } | { readonly after: number };

const windowKey = (id: string, filter: EventFilter) => [...keys.jobEvents(id), filter] as const;

const askEvents = (id: string, filter: EventFilter, where: Where, limit = PAGE): Promise<EventPage> =>
  ask('listJobEvents', { params: { id }, query: { ...filterQuery(filter), ...where, limit } });

export const tailOf = async (id: string, filter: EventFilter): Promise<EventWindow> =>
  fromTail(await askEvents(id, filter, { before: THE_END }));

/** The newest events of a job. Older ones join on by {@link loadOlderEvents}, live ones by {@link catchUpEvents}. */
export const eventsQuery = (id: string, filter: EventFilter = ALL_EVENTS) =>
  queryOptions({
    queryKey: windowKey(id, filter),
    queryFn: () => tailOf(id, filter),
    structuralSharing: false,
    // Once loaded it only grows; loading the tail again would throw away what was loaded in front.
    staleTime: Number.POSITIVE_INFINITY,
  });

const windowOf = (queries: QueryClient, id: string, filter: EventFilter): EventWindow | undefined =>
  queries.getQueryData<EventWindow>(windowKey(id, filter));

/** A window that was thrown away while a page for it was on its way stays away. */
const change = (
  queries: QueryClient,
  id: string,
  filter: EventFilter,
  next: (window: EventWindow) => EventWindow,
): void => {
  queries.setQueryData<EventWindow>(windowKey(id, filter), (window) => window && next(window));
};

export const loadOlderEvents = async (
  queries: QueryClient,
  id: string,
  filter = ALL_EVENTS,
): Promise<void> => {
  const window = windowOf(queries, id, filter);
  const before = window && firstSeq(window);
  if (before === undefined) return;
  const page = await askEvents(id, filter, { before });
  change(queries, id, filter, (now) => withOlder(now, page));
};

export const loadNewerEvents = async (
  queries: QueryClient,
  id: string,
  filter = ALL_EVENTS,
  limit = PAGE,
): Promise<void> => {
  const window = windowOf(queries, id, filter);
  if (!window) return;
  const page = await askEvents(id, filter, { after: lastSeq(window) ?? 0 }, limit);
  change(queries, id, filter, (now) => withNewer(now, page));
};

/** Puts a stretch around one event in place of what was shown. */
export const jumpToEvent = async (
  queries: QueryClient,
  id: string,
  filter: EventFilter,
  seq: number,
): Promise<void> => {
  const [before, after] = await Promise.all([
    askEvents(id, filter, { before: seq }, PAGE / 2),
    askEvents(id, filter, { after: seq - 1 }, PAGE / 2),
  ]);
  queries.setQueryData(windowKey(id, filter), around(before, after));
};

/** Puts the newest events in place of what was shown. */
export const jumpToEnd = (queries: QueryClient, id: string, filter: EventFilter): Promise<void> =>
  queries.refetchQueries({ queryKey: windowKey(id, filter), exact: true });

/** The seqs of events with certain words, oldest first; the server seeks them. */
export const findEvents = async (id: string, filter: EventFilter, q: string, signal: AbortSignal) => {
  const query = { ...filterQuery(filter), after: 0, q, limit: BIGGEST_PAGE };
  const page = await ask('listJobEvents', { params: { id }, query, signal });
  return { seqs: page.items.map(({ seq }) => seq), more: page.next !== null };
};

/** Takes in an event from the stream, which must have no gap before it. */
export const hearEvent = (queries: QueryClient, id: string, event: Event): void => {
  for (const { queryKey } of queries.getQueryCache().findAll({ queryKey: keys.jobEvents(id) })) {
    const filter = queryKey.at(-1) as EventFilter;
    if (passes(event, filter)) change(queries, id, filter, (window) => withLive(window, event));
  }
};

const askForNewer = async (queries: QueryClient, id: string, filter: EventFilter): Promise<void> => {
  // One that is on its way may be older than what is asked for now.
  await queries.ensureQueryData(eventsQuery(id, filter));
  // A stretch that was jumped to has its end somewhere in the past: it grows by scrolling, not by itself.
  if (windowOf(queries, id, filter)?.newer !== false) return;
  do await loadNewerEvents(queries, id, filter, BIGGEST_PAGE);
  while (windowOf(queries, id, filter)?.newer);
};

/**
 * Brings the shown events of a job up to now, until nothing newer is left: whatever the stream said or did not say,
 * no gap remains. Where it is not shown nothing is asked.
 */
export const catchUpEvents = async (queries: QueryClient, id: string): Promise<void> => {
  const shown = queries.getQueryCache().findAll({ queryKey: keys.jobEvents(id), type: 'active' });
  await Promise.all(shown.map(({ queryKey }) => askForNewer(queries, id, queryKey.at(-1) as EventFilter)));
};

const GAP_MS = 250;

/** Catches up on request, job by job: one question about a job is on its way at a time, and few in a second. */
export const eventCatcher = (queries: QueryClient): ((id: string) => void) => {
  const catchers = new Map<string, () => void>();
  return (id) => {
    const catcher = catchers.get(id) ?? coalesced(() => catchUpEvents(queries, id), { gapMs: GAP_MS });
    catchers.set(id, catcher);
    catcher();
  };
};

/** When an attempt's extractor last said anything; null where it never did. */
export const lastExtractorWord = async (id: string, attempt: number): Promise<string | null> => {
  const page = await askEvents(id, { show: 'extractor', attempt }, { before: THE_END }, 1);
  return page.items.at(-1)?.received_at ?? null;
};

export interface LiveEvents {
  /** The stream said something. */
  readonly hear: (event: Event) => void;
  /** The stream came or came back: there may be a gap before what it says next. */
  readonly catchUp: () => void;
  /** Loads a page. What is said meanwhile may be missing in it, so it is asked for afterwards. */
  readonly during: <T>(load: () => Promise<T>) => Promise<T>;
}

interface Ports {
  /** Takes in an event that has no gap before it. */
  readonly take: (event: Event) => void;
  /** Asks for everything after what is loaded. */
  readonly askForNewer: () => Promise<unknown>;
}

/**
 * Joins a job's stream on to its loaded events. What the stream says is taken as it comes only once everything before
 * it was asked for and nothing is being loaded; until then each word is a reason to ask again.
 */
export const liveEvents = ({ take, askForNewer }: Ports): LiveEvents => {
  let caughtUp = false;
  let loading = 0;
  const onSettled = (): void => {
    caughtUp = loading === 0;
  };
  const ask = coalesced(askForNewer, { onSettled });
  const catchUp = (): void => {
    caughtUp = false;
    ask();
  };
  return {
    hear: (event) => (caughtUp ? take(event) : ask()),
    catchUp,
    during: async (load) => {
      caughtUp = false;
      loading += 1;
      try {
        return await load();
      } finally {
        loading -= 1;
        catchUp();
      }
    },
  };
};
