import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/**
 * Loads what is shown again, with requests that begin after this call. Invalidating once is not enough during the very
 * first load: it would wait for the request that is already running, whose answer can be too old.
 */
export const reloadQueries = async (queries: QueryClient, filters: QueryFilters): Promise<void> => {
  const loading = queries.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' });
  const isFirst = loading.some(({ state }) => state.data === undefined);
  await queries.invalidateQueries(filters);
  if (isFirst) await queries.invalidateQueries(filters);
};

/**
 * Merges live updates into what is loaded, and once more after what is being loaded: its answer may be older than they are,
 * and the next page of a list arrives with the pages before it as they were when it was requested.
 */
export const mergeIntoQueries = (queries: QueryClient, filters: QueryFilters, merge: () => void): void => {
  merge();
  const loading = queries.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' });
  for (const { promise } of loading) promise?.then(merge, () => undefined);
};
