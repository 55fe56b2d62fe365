import { coalesce } from '@pawprint/async';
import type { Job } from '@pawprint/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { reloadQueries } from '../../api/reload-queries.ts';
import { createEventCatchUp } from '../events/events-query.ts';
import { mergeJob } from '../job-query.ts';
import { reasonRefresh } from '../job-reason.tsx';
import { type LiveJobs, useLiveJobs } from '../live/use-live-jobs.ts';
import { extractionsQuery, jobsOf, readExtractions } from './extractions-query.ts';
import { type ExtractionsState, mergeOnlyJobs, mergeUpdate } from './extractions-state.ts';
import { createPageLoads } from './page-loads.ts';

export interface ExtractionsData {
  /** Undefined until it is loaded. */
  readonly state: ExtractionsState | undefined;
  readonly error: Error | null;
  readonly live: LiveJobs;
  readonly reload: () => void;
  /** Merges a job that an action of this page returned. */
  readonly merge: (job: Job) => void;
  /** Loads a page of jobs and merges it into the cached state. */
  readonly loadPage: <Page>(
    request: () => Promise<Page>,
    merge: (known: ExtractionsState, page: Page) => ExtractionsState,
  ) => Promise<Page>;
}

/** While many jobs of a dataset change, the server counts them once a second for each page that shows them. */
const DATASET_RELOAD_PAUSE_MS = 1_000;

/**
 * The jobs of a resource, kept up to date by the page's stream.
 *
 * @param openJobs the ids of the jobs whose attempts and events are shown
 * @param onNewJob is called with jobs that the stream delivered before any answer
 */
export const useExtractions = (
  resource: ResourceKey,
  openJobs: (state: ExtractionsState) => readonly string[],
  onNewJob: (job: Job) => void,
): ExtractionsData => {
  const queries = useQueryClient();
  const { type, id } = resource;
  const [catchUpEvents] = useState(() => createEventCatchUp(queries));
  const [pageLoads] = useState(createPageLoads);
  const reload = useMemo(
    () =>
      coalesce(() => reloadQueries(queries, { queryKey: keys.extractions({ type, id }) }), {
        pauseMs: type === 'dataset' ? DATASET_RELOAD_PAUSE_MS : 0,
      }).request,
    [queries, type, id],
  );
  const change = (next: (known: ExtractionsState) => ExtractionsState): void =>
    void queries.setQueryData(keys.extractions(resource), next(readExtractions(queries, resource)));
  /** Returns whether the counts have to be loaded again. */
  const merge = (job: Job): boolean => {
    const { state, isNotLoaded } = mergeUpdate(readExtractions(queries, resource), job, Date.now());
    change(() => state);
    mergeJob(queries, job);
    catchUpEvents(job.id);
    return isNotLoaded;
  };
  const onJob = (job: Job): void => {
    // Before the first answer, a single job would look like all there is; and that answer may be older than this job.
    if (!queries.getQueryData(keys.extractions(resource))) return reload();
    pageLoads.addUpdate(job);
    if (!readExtractions(queries, resource).jobs.has(job.id)) onNewJob(job);
    if (merge(job)) reload();
  };
  const onCatchUp = (): void => {
    reload();
    for (const job of openJobs(readExtractions(queries, resource))) {
      catchUpEvents(job);
      void reloadQueries(queries, { queryKey: keys.job(job) });
    }
  };
  const live = useLiveJobs(jobsOf(resource), { onJob, onCatchUp });
  const { data, error } = useQuery({
    ...extractionsQuery(queries, resource),
    refetchInterval: ({ state }) =>
      !live.paused && state.data ? reasonRefresh([...state.data.jobs.values()].map(({ job }) => job)) : false,
  });
  return {
    state: data,
    error,
    live,
    reload,
    merge: (job) => void merge(job),
    loadPage: (request, mergePage) =>
      pageLoads.load(request, {
        page: (page) => change((known) => mergePage(known, page)),
        // It was counted when it came.
        update: (job) => change((known) => mergeOnlyJobs(known, [job], Date.now())),
      }),
  };
};
