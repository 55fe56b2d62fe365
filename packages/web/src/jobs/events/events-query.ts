import { type QueryClient, queryOptions } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { coalesced } from '../live/coalesced.ts';
import {
  EMPTY_WINDOW,
  type EventPage,
  type EventWindow,
  firstSeq,
  fromTail,
  lastSeq,
  withNewer,
  withOlder,
} from './event-window.ts';

/** Beyond every seq: a page before it is the newest one. */
const THE_END = Number.MAX_SAFE_INTEGER;
const PAGE = 500;

type Where = { readonly before: number } | { readonly after: number };

export const askEvents = (id: string, where: Where, limit = PAGE): Promise<EventPage> =>
  ask('listJobEvents', { params: { id }, query: { ...where, limit } });

/** The newest events of a job; older ones join on by {@link loadOlderEvents}, live ones by {@link catchUpEvents}. */
export const eventsQuery = (id: string) =>
  queryOptions({
    queryKey: keys.jobEvents(id),
    queryFn: async (): Promise<EventWindow> => fromTail(await askEvents(id, { before: THE_END })),
    structuralSharing: false,
    // Once loaded it only grows; loading the tail again would throw away what was loaded in front.
    staleTime: Number.POSITIVE_INFINITY,
  });

const windowOf = (queries: QueryClient, id: string): EventWindow | undefined =>
  queries.getQueryData<EventWindow>(keys.jobEvents(id));

const change = (queries: QueryClient, id: string, next: (window: EventWindow) => EventWindow): void => {
  queries.setQueryData<EventWindow>(keys.jobEvents(id), (window) => next(window ?? EMPTY_WINDOW));
};

export const loadOlderEvents = async (queries: QueryClient, id: string): Promise<void> => {
  const before = firstSeq(windowOf(queries, id) ?? EMPTY_WINDOW);
  if (before === undefined) return;
  const page = await askEvents(id, { before });
  change(queries, id, (window) => withOlder(window, page));
};

/** Asks for everything after what is known, until nothing newer is left: whatever the stream said, no gap remains. */
const askForNewer = async (queries: QueryClient, id: string): Promise<void> => {
  let more = true;
  while (more) {
    const window = windowOf(queries, id);
    if (!window) return;
    const page = await askEvents(id, { after: lastSeq(window) ?? 0 }, 1000);
    change(queries, id, (now) => withNewer(now, page));
    more = page.next !== null;
  }
};

const catchingUp = new WeakMap<QueryClient, Map<string, () => void>>();

/** Brings the events of an opened job up to now. Cheap to call often: one question is on its way at a time. */
export const catchUpEvents = (queries: QueryClient, id: string): void => {
  if (!windowOf(queries, id)) return;
  const known = catchingUp.get(queries) ?? new Map<string, () => void>();
  catchingUp.set(queries, known);
  const catchUp = known.get(id) ?? coalesced(() => askForNewer(queries, id));
  known.set(id, catchUp);
  catchUp();
};
