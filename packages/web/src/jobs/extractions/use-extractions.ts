import type { Job } from '@pawprint/protocol';
import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { askAnew } from '../../api/ask-anew.ts';
import { keys, type ResourceKey } from '../../api/query-keys.ts';
import { eventCatcher } from '../events/events-query.ts';
import { hearJob } from '../job-query.ts';
import { coalesced } from '../live/coalesced.ts';
import { type LiveJobs, useLiveJobs } from '../live/use-live-jobs.ts';
import { extractionsQuery, knownExtractions } from './extractions-query.ts';
import { type ExtractionsState, heard } from './extractions-state.ts';

/** A job was told: by the stream, or as the answer to what this page asked for. True where the counts need asking. */
const takeIn = (queries: QueryClient, resource: ResourceKey, job: Job): boolean => {
  const { state, outOfSight } = heard(knownExtractions(queries, resource), job, Date.now());
  queries.setQueryData(keys.extractions(resource), state);
  hearJob(queries, job);
  return outOfSight;
};

export interface ExtractionsFeed {
  readonly state: ExtractionsState | undefined;
  readonly error: Error | null;
  readonly live: LiveJobs;
  readonly askAgain: () => void;
  /** Takes in a job that came as an answer. */
  readonly take: (job: Job) => void;
  /** Changes what is known, for pages loaded on request. */
  readonly change: (next: (known: ExtractionsState) => ExtractionsState) => void;
}

/**
 * A resource's jobs, kept up to now by the page's one stream. `openJobs` are those whose attempts and events are shown;
 * `onNewJob` hears of jobs the stream was first to tell.
 */
export const useExtractions = (
  resource: ResourceKey,
  openJobs: readonly string[],
  onNewJob: (job: Job) => void,
): ExtractionsFeed => {
  const queries = useQueryClient();
  const { data, error } = useQuery(extractionsQuery(queries, resource));
  const { type, id } = resource;
  const [catchUp] = useState(() => eventCatcher(queries));
  const askAgain = useMemo(
    () => coalesced(() => askAnew(queries, { queryKey: keys.extractions({ type, id }) })),
    [queries, type, id],
  );
  const hear = (job: Job): void => {
    // Before the first answer one job would look like all there is; and that answer may be older than this word.
    if (!queries.getQueryData(keys.extractions(resource))) return askAgain();
    if (!knownExtractions(queries, resource).jobs.has(job.id)) onNewJob(job);
    if (takeIn(queries, resource, job)) askAgain();
    catchUp(job.id);
  };
  const live = useLiveJobs(
    { resource_id: resource.id },
    {
      onJob: hear,
      onCatchUp: () => {
        askAgain();
        openJobs.forEach(catchUp);
        for (const job of openJobs) void askAnew(queries, { queryKey: keys.job(job) });
      },
    },
  );
  return {
    state: data,
    error,
    live,
    askAgain,
    take: (job) => {
      takeIn(queries, resource, job);
      catchUp(job.id);
    },
    change: (next) =>
      queries.setQueryData(keys.extractions(resource), next(knownExtractions(queries, resource))),
  };
};
