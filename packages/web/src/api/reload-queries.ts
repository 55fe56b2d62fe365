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
