import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

const REFRESH_MS = 10_000;

export const systemQuery = queryOptions({
  queryKey: keys.system,
  queryFn: ({ signal }) => callRoute('showSystem', { signal }),
  refetchInterval: REFRESH_MS,
});

/** Read once while the page is open: who reads them is recorded, and they change only with a new start. */
export const settingsQuery = queryOptions({
  queryKey: keys.settings,
  queryFn: ({ signal }) => callRoute('listSettings', { signal }),
  staleTime: Number.POSITIVE_INFINITY,
});
