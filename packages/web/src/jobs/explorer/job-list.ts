import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { PAGE_SIZE } from '../../design/kept-place.ts';
import { type JobSnapshot, newerSnapshot } from '../job-snapshot.ts';
import type { JobSort } from './job-sorts.ts';

/** Which jobs are listed, and in which order. */
export interface JobListing {
  /** As the query box has it; '' for all jobs. */
  readonly query: string;
  readonly sort: JobSort;
}

interface JobPage {
  readonly jobs: readonly JobSnapshot[];
  /** The cursor of the page that follows. */
  readonly next: string | null;
}

export type JobPages = InfiniteData<JobPage>;

export const jobListQuery = ({ query, sort }: JobListing) =>
  infiniteQueryOptions({
    queryKey: keys.jobList(query, sort),
    queryFn: ({ pageParam, signal }) => fetchJobs({ query, sort, cursor: pageParam }, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    // What has changed since comes by the stream. Loading the list again would move rows under the pointer.
    staleTime: Number.POSITIVE_INFINITY,
  });

interface PageRequest extends JobListing {
  /** '' for the first page. */
  readonly cursor: string;
}

export const fetchJobs = async (
  { query, sort, cursor }: PageRequest,
  signal?: AbortSignal,
): Promise<JobPage> => {
  const { items, next } = await callRoute('listJobs', {
    query: { ...(query && { query }), sort, limit: PAGE_SIZE, ...(cursor && { cursor }) },
    ...(signal && { signal }),
  });
  const receivedAt = Date.now();
  return { jobs: items.map((job) => ({ job, receivedAt })), next };
};

export const jobsOfPages = (data: JobPages): readonly JobSnapshot[] => data.pages.flatMap(({ jobs }) => jobs);

export const hasJob = (data: JobPages, id: string): boolean =>
  data.pages.some(({ jobs }) => jobs.some(({ job }) => job.id === id));

/** The list with a newer snapshot of a job in the place of the one before. It stays where it is, whatever the order. */
export const updateJob = (data: JobPages, received: JobSnapshot): JobPages => ({
  ...data,
  pages: data.pages.map((page) =>
    page.jobs.some(({ job }) => job.id === received.job.id)
      ? {
          ...page,
          jobs: page.jobs.map((known) =>
            known.job.id === received.job.id ? newerSnapshot(known, received) : known,
          ),
        }
      : page,
  ),
});

/**
 * The list with a job that it did not have, in its place among the newest first. One that belongs behind the last loaded
 * page is left out: it comes with its page. One that the list has by now, for example from a page that was loaded
 * meanwhile, is updated.
 */
export const insertJob = (data: JobPages, added: JobSnapshot): JobPages => {
  const last = data.pages.at(-1);
  const index = data.pages.findIndex(({ jobs }) => jobs.some(({ job }) => job.id < added.job.id));
  if (hasJob(data, added.job.id)) return updateJob(data, added);
  if (index < 0 && last?.next !== null) return data;
  const target = index < 0 ? data.pages.length - 1 : index;
  return {
    ...data,
    pages: data.pages.map((page, at) => (at === target ? { ...page, jobs: insert(page.jobs, added) } : page)),
  };
};

const insert = (jobs: readonly JobSnapshot[], added: JobSnapshot): JobSnapshot[] => {
  const at = jobs.findIndex(({ job }) => job.id < added.job.id);
  return at < 0 ? [...jobs, added] : jobs.toSpliced(at, 0, added);
};

/** Jobs that wait to be shown, by their ids. */
export type HeldJobs = ReadonlyMap<string, JobSnapshot>;

/** Merges jobs into those that wait to be shown: an answer may be older than what the stream has delivered. */
export const holdJobs = (held: HeldJobs, jobs: readonly JobSnapshot[]): HeldJobs =>
  new Map([...held, ...jobs.map((one) => [one.job.id, newerSnapshot(held.get(one.job.id), one)] as const)]);

/** Updates those that wait to be shown, also where they meet the query no longer. */
export const updateHeldJobs = (held: HeldJobs, jobs: readonly JobSnapshot[]): HeldJobs =>
  holdJobs(
    held,
    jobs.filter(({ job }) => held.has(job.id)),
  );
