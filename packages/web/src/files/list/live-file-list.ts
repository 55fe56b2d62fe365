import { coalesce } from '@pawprint/async';
import type { Job } from '@pawprint/protocol';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { mergeIntoQueries, reloadQueries } from '../../api/reload-queries.ts';
import { type LiveJobs, useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import {
  type FileListing,
  fetchFiles,
  fileListQuery,
  hasFile,
  isNewestFiles,
  mergeJob,
  mergeNewestFiles,
  newestFiles,
} from './file-list.ts';

export interface LiveFiles {
  readonly live: LiveJobs;
  /** Files that are not in the list were added or changed: they may belong to it. */
  readonly hasNewer: boolean;
  readonly showNewer: () => void;
}

/**
 * Keeps a list of files up to date with their jobs. The list of all files, newest first, also gets the files that are
 * added; in any other, rows would move under the reader, so it is only said that there are some.
 */
export const useLiveFiles = (listing: FileListing): LiveFiles => {
  const queries = useQueryClient();
  const { queryKey } = fileListQuery(listing);
  const name = JSON.stringify(queryKey);
  const [newerIn, setNewerIn] = useState<string | null>(null);
  const isNewest = isNewestFiles(listing);
  const merge = (job: Job): void => {
    const before = queries.getQueryData(queryKey);
    if (!before || job.resource.type !== 'file') return;
    const isKnown = hasFile(before, job.resource.id);
    if (isKnown) queries.setQueryData(queryKey, mergeJob(before, job));
    else if (!isNewest) setNewerIn(name);
    // The job may have made a thumbnail, or files.
    if (!isKnown || job.finished_at !== null) refreshNewest(queries, listing.datasetId);
  };
  const onJob = (job: Job): void => mergeIntoQueries(queries, { queryKey }, () => merge(job));
  const onCatchUp = (): void => {
    refreshNewest(queries, listing.datasetId);
    if (!isNewest) void reloadQueries(queries, { queryKey });
  };
  const live = useLiveJobs({ dataset_id: listing.datasetId }, { onJob, onCatchUp });
  return {
    live,
    hasNewer: newerIn === name,
    showNewer: () => {
      setNewerIn(null);
      void queries.resetQueries({ queryKey });
      window.scrollTo({ top: 0 });
    },
  };
};

const GAP_MS = 1000;
const refreshes = new WeakMap<QueryClient, Map<string, () => void>>();

/**
 * Requests a dataset's numbers and its newest page of files again, however many pages are loaded: at once, and then at
 * most once a second however often it is called.
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
  void reloadQueries(queries, { queryKey: keys.datasetFilesCounted(datasetId) });
  void queries.invalidateQueries({ queryKey: keys.datasetLists });
  const listing = newestFiles(datasetId);
  const { queryKey } = fileListQuery(listing);
  if (!queries.getQueryData(queryKey)) return reloadQueries(queries, { queryKey });
  const newest = await fetchFiles(listing, '');
  const before = queries.getQueryData(queryKey);
  const merged = before ? mergeNewestFiles(before, newest.items) : null;
  if (merged) queries.setQueryData(queryKey, merged);
  else await queries.invalidateQueries({ queryKey });
};

/** After an act on files: whatever shows files of the dataset is requested again. */
export const reloadFiles = (queries: QueryClient, datasetId: string): void => {
  void queries.invalidateQueries({ queryKey: keys.datasetFiles(datasetId) });
  void queries.invalidateQueries({ queryKey: keys.dataset(datasetId) });
  void queries.invalidateQueries({ queryKey: keys.extractions({ type: 'dataset', id: datasetId }) });
  void queries.invalidateQueries({ queryKey: keys.datasetLists });
};
