import { queryOptions } from '@tanstack/react-query';
import { ask } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';

const WELL_MS = 30_000;
const AWAY_MS = 5_000;

/** How the parts of the server are. Asked for gently; more often while one is missing, so that the news of its return is quick. */
export const readinessQuery = queryOptions({
  queryKey: keys.readiness,
  queryFn: ({ signal }) => ask('showReadiness', { signal }),
  refetchInterval: ({ state }) => (state.data?.checks['broker']?.ok === false ? AWAY_MS : WELL_MS),
  retry: false,
});
