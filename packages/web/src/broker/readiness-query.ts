import { queryOptions } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

const WELL_MS = 30_000;
const AWAY_MS = 5_000;

/** Asks more often while the broker is away, so that its return shows within seconds. */
export const readinessQuery = queryOptions({
  queryKey: keys.readiness,
  queryFn: ({ signal }) => callRoute('showReadiness', { signal }),
  refetchInterval: ({ state }) => (state.data?.checks['broker']?.ok === false ? AWAY_MS : WELL_MS),
  retry: false,
});
