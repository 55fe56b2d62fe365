import type { Job } from '@pawprint/protocol';
import {
  keepPreviousData,
  type QueryClient,
  queryOptions,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { useState } from 'react';
import { askAnew } from '../../api/ask-anew.ts';
import { ask } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import type { SeenJob } from '../../jobs/job-snapshot.ts';
import { coalesced } from '../../jobs/live/coalesced.ts';
import { useLiveJobs } from '../../jobs/live/use-live-jobs.ts';
import { withJobs } from './latest-jobs.ts';

/** A busy extractor is heard many times a second; rows are drawn again a few times. */
const DRAW_GAP_MS = 250;
const COUNT_GAP_MS = 2_000;

const latestJobsQuery = (name: string, most: number) =>
  queryOptions({
    queryKey: keys.extractorJobs(name, String(most)),
    queryFn: async ({ client, queryKey, signal }): Promise<readonly SeenJob[]> => {
      const { items } = await ask('listJobs', { query: { extractor: name, limit: most }, signal });
      return withJobs(client.getQueryData<readonly SeenJob[]>(queryKey) ?? [], items, Date.now());
    },
    structuralSharing: false,
    placeholderData: keepPreviousData,
  });

/** Takes jobs of the stream, and writes them into what is shown in one go. */
const jobBuffer = (queries: QueryClient, name: string) => {
  let waiting: Job[] = [];
  const flush = coalesced(
    async () => {
      const told = waiting;
      waiting = [];
      const lists = { queryKey: keys.extractorJobLists(name), type: 'active' } as const;
      queries.setQueriesData<readonly SeenJob[]>(
        lists,
        (known) => known && withJobs(known, told, Date.now()),
      );
      // A list without an answer takes nothing in, and its answer may be older than what was told.
      if (queries.getQueriesData(lists).some(([, data]) => data === undefined)) await askAnew(queries, lists);
    },
    { gapMs: DRAW_GAP_MS },
  );
  const count = coalesced(
    async () => {
      await queries.invalidateQueries({ queryKey: keys.extractor(name) });
      await queries.invalidateQueries({ queryKey: keys.instances(name) });
    },
    { gapMs: COUNT_GAP_MS },
  );
  return (job: Job): void => {
    waiting.push(job);
    flush();
    count();
  };
};

/** The latest jobs of an extractor, and with them its counts, kept up to now by the stream. */
export const useLatestJobs = (name: string, most: number) => {
  const queries = useQueryClient();
  const { data, error, refetch } = useQuery(latestJobsQuery(name, most));
  const [hear] = useState(() => jobBuffer(queries, name));
  const live = useLiveJobs(
    { extractor: name },
    {
      onJob: hear,
      onCatchUp: () => void askAnew(queries, { queryKey: keys.extractorJobLists(name) }),
    },
  );
  return { jobs: data, error, askAgain: () => void refetch(), live };
};
