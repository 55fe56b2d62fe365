import type { QueryClient, QueryFilters } from '@tanstack/react-query';

/**
 * Asks for what is shown again, and ends with answers that were asked for after this call. (Invalidating alone joins a
 * first question that is on its way, and its answer may be older than what makes one ask.)
 */
export const askAnew = async (queries: QueryClient, filters: QueryFilters): Promise<void> => {
  const asked = queries.getQueryCache().findAll({ ...filters, fetchStatus: 'fetching' });
  const isFirst = asked.some(({ state }) => state.data === undefined);
  await queries.invalidateQueries(filters);
  if (isFirst) await queries.invalidateQueries(filters);
};
