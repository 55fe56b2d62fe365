import { coalesce } from '@pawprint/async';
import type { Job } from '@pawprint/protocol';
import type { QueryClient } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import type { JobSnapshot } from '../job-snapshot.ts';
import {
  fetchJobs,
  hasJob,
  type JobListing,
  type JobPages,
  jobListQuery,
  jobsOfPages,
  updateJob,
} from './job-list.ts';
import { bothQueries, isLasting } from './query-text.ts';

/** Updates are merged together at most this often, however many arrive. */
const PAUSE_MS = 500;

export interface ListUpdates {
  /** Merges a job that the stream delivered. */
  readonly receive: (job: Job) => void;
  /** Loads the first page again. */
  readonly refresh: () => void;
  /** Loads what the stream may have missed: each page that is shown. */
  readonly catchUp: () => void;
  /** Tells of no more jobs: another list is shown, into which they must not come. */
  readonly stop: () => void;
}

/**
 * Merges live updates into a list of jobs. A job that the list has is updated in its place, also when it meets the query
 * no longer. Of one that it does not have, the server is asked whether it meets the query.
 *
 * @param onNew is called with jobs that meet the query and are not in the list
 * @param onChanged is called with jobs that are not in the list, before it is known whether they meet the query
 */
export const createListUpdates = (
  queries: QueryClient,
  listing: JobListing,
  onNew: (jobs: readonly JobSnapshot[]) => void,
  onChanged: (jobs: readonly JobSnapshot[]) => void,
): ListUpdates => {
  const { queryKey } = jobListQuery(listing);
  const loaded = () => waitForPages(queries, listing);
  const received = new Map<string, JobSnapshot>();
  let isStopped = false;
  const tellNew = (jobs: readonly JobSnapshot[]): void => {
    if (!isStopped && jobs.length > 0) onNew(jobs);
  };
  const isStreamExact = isLasting(listing.query);
  const mergeKnown = (jobs: readonly JobSnapshot[]): readonly JobSnapshot[] => {
    const data = queries.getQueryData(queryKey);
    if (!data) return [];
    const known = jobs.filter(({ job }) => hasJob(data, job.id));
    if (known.length > 0) queries.setQueryData(queryKey, known.reduce(updateJob, data));
    return jobs.filter((snapshot) => !known.includes(snapshot) && canBeShown(listing, data, snapshot));
  };
  const merge = coalesce(
    async () => {
      await loaded();
      const unknown = mergeKnown([...received.values()]);
      received.clear();
      if (isStopped || unknown.length === 0) return;
      onChanged(unknown);
      tellNew(isStreamExact ? unknown : await selectMatching(listing, unknown));
    },
    { pauseMs: PAUSE_MS },
  );
  // Not by loading the list again, which would move rows under the reader.
  const cursorsOf = (): readonly string[] =>
    (queries.getQueryData(queryKey)?.pageParams ?? []).filter((cursor) => typeof cursor === 'string');
  const loadPages = async (pages: number): Promise<void> => {
    await loaded();
    for (const cursor of cursorsOf().slice(0, pages)) {
      const { jobs } = await fetchJobs({ ...listing, cursor });
      await loaded();
      tellNew(mergeKnown(jobs));
    }
  };
  const refresh = coalesce(() => loadPages(1), { pauseMs: PAUSE_MS });
  const catchUp = coalesce(() => loadPages(Number.POSITIVE_INFINITY), { pauseMs: PAUSE_MS });
  // A list that was shown before has missed what came meanwhile, also where its stream is that of the list in between.
  if (queries.getQueryData(queryKey)) catchUp.request();
  return {
    receive: (job) => {
      received.set(job.id, { job, receivedAt: Date.now() });
      merge.request();
    },
    refresh: refresh.request,
    catchUp: catchUp.request,
    stop: () => {
      isStopped = true;
    },
  };
};

/**
 * What arrives while pages are loaded waits for them: they may be older than it is, and arrive with the other pages as those
 * were when they were requested.
 */
const waitForPages = async (queries: QueryClient, listing: JobListing): Promise<void> => {
  const query = jobListQuery(listing);
  await queries.ensureInfiniteQueryData(query);
  const loading = queries.getQueryCache().find({ queryKey: query.queryKey })?.promise;
  await loading?.catch(() => undefined);
};

/** Of a list with more pages than are loaded, jobs behind the last loaded one come with their page. */
const canBeShown = ({ sort }: JobListing, data: JobPages, { job }: JobSnapshot): boolean => {
  const ids = jobsOfPages(data).map((known) => known.job.id);
  if (sort !== '-submitted_at') return ids.every((id) => job.id > id);
  return data.pages.at(-1)?.next === null || ids.some((id) => job.id > id);
};

/** How many jobs fit into a query, which has 2,000 characters at most. */
const MOST_ASKED = 40;

const selectMatching = async (
  { query }: JobListing,
  unknown: readonly JobSnapshot[],
): Promise<readonly JobSnapshot[]> => {
  const asked = unknown.slice(-MOST_ASKED).map(({ job }) => job.id);
  const { items } = await callRoute('listJobs', {
    query: { query: bothQueries(query, `job:${asked.join(',')}`), limit: MOST_ASKED },
  });
  const receivedAt = Date.now();
  return items.map((job) => ({ job, receivedAt }));
};
