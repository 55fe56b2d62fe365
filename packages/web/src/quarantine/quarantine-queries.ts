import type { QuarantinedMessage } from '@pawprint/protocol';
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

export type Source = QuarantinedMessage['source'];

const PAGE = 50;
const REFRESH_MS = 30_000;
const NEWS_MS = 60_000;
/** Enough to see whether anything waits for somebody. */
const NEWEST = 20;

/** Newest first, a page at a time. */
export const quarantineQuery = (source: Source | undefined) =>
  infiniteQueryOptions({
    queryKey: keys.quarantineList(source ?? ''),
    queryFn: ({ pageParam, signal }) =>
      ask('listQuarantine', {
        query: { limit: PAGE, ...(source ? { source } : {}), ...(pageParam ? { cursor: pageParam } : {}) },
        signal,
      }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  });

/** One with all of its body; a list has only the beginning. */
export const quarantinedQuery = (id: string) =>
  queryOptions({
    queryKey: keys.quarantined(id),
    queryFn: ({ signal }) => ask('showQuarantined', { params: { id }, signal }),
  });

/** Whether anything is there that nobody has taken in yet. */
export const quarantineNewsQuery = queryOptions({
  queryKey: keys.quarantineNews,
  queryFn: async ({ signal }): Promise<boolean> => {
    const { items } = await ask('listQuarantine', { query: { limit: NEWEST }, signal });
    return items.some(({ replayed_at }) => replayed_at === null);
  },
  refetchInterval: NEWS_MS,
  retry: false,
});
