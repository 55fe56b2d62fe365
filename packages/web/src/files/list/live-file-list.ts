import { coalesce } from '@pawprint/async';
import type { Job } from '@pawprint/protocol';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { keys } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { type LiveJobs, useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import { fetchFiles, fileListQuery, hasFile, mergeJob, mergeNewestFiles } from './file-list.ts';

/** Keeps a dataset's list of files up to date with its jobs, and adds the files that extractors make. */
export const useLiveFiles = (datasetId: string): LiveJobs => {
  const queries = useQueryClient();
  const { queryKey } = fileListQuery(datasetId);
  const onJob = (job: Job): void => {
    const before = queries.getQueryData(queryKey);
    if (!before || job.resource.type !== 'file') return;
    if (hasFile(before, job.resource.id)) queries.setQueryData(queryKey, mergeJob(before, job));
    else refreshNewest(queries, datasetId);
    // The job may have made a thumbnail, or files.
    if (job.state === 'SUCCEEDED') refreshNewest(queries, datasetId);
  };
  const onCatchUp = (): void => refreshNewest(queries, datasetId);
  return useLiveJobs({ dataset_id: datasetId }, { onJob, onCatchUp });
};

const GAP_MS = 1000;
const refreshes = new WeakMap<QueryClient, Map<string, () => void>>();

/**
 * Requests a dataset's newest page of files again, however many pages are loaded: at once, and then at most once a
 * second however often it is called.
 */
export const refreshNewest = (queries: QueryClient, datasetId: string): void => {
  const ofDatasets = refreshes.get(queries) ?? new Map<string, () => void>();
  refreshes.set(queries, ofDatasets);
  const refresh =
    ofDatasets.get(datasetId) ??
    coalesce(() => requestNewest(queries, datasetId), { pauseMs: GAP_MS }).request;
  ofDatasets.set(datasetId, refresh);
  refresh();
};

const requestNewest = async (queries: QueryClient, datasetId: string): Promise<void> => {
  void reloadQueries(queries, { queryKey: keys.dataset(datasetId) });
  void reloadQueries(queries, { queryKey: keys.extractions({ type: 'dataset', id: datasetId }) });
  void queries.invalidateQueries({ queryKey: keys.datasetLists });
  const { queryKey } = fileListQuery(datasetId);
  if (!queries.getQueryData(queryKey)) return reloadQueries(queries, { queryKey });
  const newest = await fetchFiles(datasetId, '');
  const before = queries.getQueryData(queryKey);
  const merged = before ? mergeNewestFiles(before, newest) : null;
  if (merged) queries.setQueryData(queryKey, merged);
  else await queries.invalidateQueries({ queryKey });
};
