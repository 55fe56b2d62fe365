import type { QueryClient } from '@tanstack/react-query';
import { askAnew } from '../../api/ask-anew.ts';
import { keys } from '../../api/query-keys.ts';
import { coalesced } from '../../jobs/live/coalesced.ts';
import { askFiles, fileListQuery } from './file-list-query.ts';
import { withNewest } from './merge-files.ts';

const refresh = async (queries: QueryClient, datasetId: string): Promise<void> => {
  void askAnew(queries, { queryKey: keys.dataset(datasetId) });
  void queries.invalidateQueries({ queryKey: keys.datasetLists });
  const { queryKey } = fileListQuery(datasetId);
  if (!queries.getQueryData(queryKey)) return askAnew(queries, { queryKey });
  const newest = await askFiles(datasetId, '');
  const before = queries.getQueryData(queryKey);
  const after = before ? withNewest(before, newest) : null;
  if (after) queries.setQueryData(queryKey, after);
  else await queries.invalidateQueries({ queryKey });
};

const REST_MS = 1000;
const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, REST_MS));

const refreshThenRest = async (queries: QueryClient, datasetId: string): Promise<void> => {
  try {
    await refresh(queries, datasetId);
  } finally {
    await rest();
  }
};

const refreshers = new WeakMap<QueryClient, Map<string, () => void>>();

/**
 * Asks for a dataset's newest files only, however many pages of it are loaded. It is done at once, and a
 * hundred calls within the next second are one more.
 */
export const refreshNewest = (queries: QueryClient, datasetId: string): void => {
  const known = refreshers.get(queries) ?? new Map<string, () => void>();
  refreshers.set(queries, known);
  const run = known.get(datasetId) ?? coalesced(() => refreshThenRest(queries, datasetId));
  known.set(datasetId, run);
  run();
};
