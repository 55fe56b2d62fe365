import type { Query, QueryClient, QueryFilters } from '@tanstack/react-query';

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
 * Loads again what is being loaded for the first time: its answer may be older than an update that has just arrived, and
 * there is nothing yet into which the update could be merged. Where nothing is, this does nothing.
 */
export const reloadFirstLoads = async (queries: QueryClient, filters: QueryFilters): Promise<void> => {
  const loading = queries
    .getQueryCache()
    .findAll({ ...filters, fetchStatus: 'fetching' })
    .filter(({ state }) => state.data === undefined);
  if (loading.length === 0) return;
  const first = { ...filters, predicate: (query: Query) => loading.includes(query) };
  // Many updates may arrive during one load: they share the request that follows it.
  const options = { cancelRefetch: false };
  await queries.invalidateQueries(first, options);
  await queries.invalidateQueries(first, options);
};
