import { queryOptions, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

const OperationsMenu = lazy(async () => ({
  default: (await import('./operations-menu.tsx')).OperationsMenu,
}));

const RUNNING_MS = 1_000;
const OTHERWISE_MS = 30_000;
const DAY_MS = 24 * 60 * 60 * 1_000;

/** The operations that run, and those that have ended within a day. */
const operationsQuery = queryOptions({
  queryKey: keys.operationList,
  queryFn: ({ signal }) =>
    callRoute('listOperations', {
      query: { ended_since: new Date(Date.now() - DAY_MS).toISOString() },
      signal,
    }),
  refetchInterval: ({ state }) =>
    state.data?.items.some((operation) => operation.state === 'running') ? RUNNING_MS : OTHERWISE_MS,
  retry: false,
});

/** In the head of every page, as long as there are operations to show. Its code loads only then. */
export const OperationsIndicator = () => {
  const operations = useQuery(operationsQuery).data?.items ?? [];
  return operations.length > 0 ? (
    <Suspense fallback={null}>
      <OperationsMenu operations={operations} />
    </Suspense>
  ) : null;
};
