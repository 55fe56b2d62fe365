import type { DatasetFile, FileFilterBody, Job, LatestJob } from '@pawprint/protocol';
import type { FileSort } from '@pawprint/protocol/client';
import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { PAGE_SIZE } from '../../design/kept-place.ts';
import { type FileSearch, filterOf } from './file-search.ts';

/** Which files of a dataset are listed, and in which order. */
export interface FileListing {
  readonly datasetId: string;
  readonly filter: FileFilterBody;
  readonly sort: FileSort;
}

export const listingOf = (datasetId: string, search: FileSearch): FileListing => ({
  datasetId,
  filter: filterOf(search),
  sort: search.sort ?? '-created_at',
});

/** All files, the newest first: the only list whose first page new files join. */
export const newestFiles = (datasetId: string): FileListing => ({
  datasetId,
  filter: {},
  sort: '-created_at',
});

export const isNewestFiles = ({ filter, sort }: FileListing): boolean =>
  sort === '-created_at' && Object.keys(filter).length === 0;

interface FilePage {
  readonly items: readonly DatasetFile[];
  /** The cursor of the page that follows. */
  readonly next: string | null;
}

export type FilePages = InfiniteData<FilePage>;

/** Files of a dataset, each with the latest job of every extractor. */
export const fileListQuery = (listing: FileListing) =>
  infiniteQueryOptions({
    queryKey: keys.datasetFileList(listing.datasetId, JSON.stringify([listing.filter, listing.sort])),
    queryFn: ({ pageParam, signal }) => fetchFiles(listing, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
  });

/** One page of the files. `cursor` is '' for the first page. */
export const fetchFiles = (
  { datasetId, filter, sort }: FileListing,
  cursor: string,
  signal?: AbortSignal,
): Promise<FilePage> =>
  callRoute('findDatasetFiles', {
    params: { id: datasetId },
    query: { ...filter, sort, limit: PAGE_SIZE, include: 'jobs', ...(cursor && { cursor }) },
    ...(signal && { signal }),
  });

/** How many files a filter finds, and how many another choice of type or state would find. */
export const fileCountsQuery = ({ datasetId, filter }: Omit<FileListing, 'sort'>) =>
  queryOptions({
    queryKey: keys.datasetFileCounts(datasetId, JSON.stringify(filter)),
    queryFn: ({ signal }) =>
      callRoute('countDatasetFiles', { params: { id: datasetId }, query: filter, signal }),
  });

export const filesOfPages = (data: FilePages): readonly DatasetFile[] =>
  data.pages.flatMap(({ items }) => items);

export const hasFile = (data: FilePages, fileId: string): boolean =>
  data.pages.some(({ items }) => items.some(({ id }) => id === fileId));

/** Merges a live update of a job into the list: its file shows the job if no later one is known. */
export const mergeJob = (data: FilePages, job: Job): FilePages => {
  const { extractor, state, elapsed_ms, last_event_at } = job;
  const latest = { extractor, job_id: job.id, state, elapsed_ms, last_event_at };
  return mapFiles(data, (file) => (file.id === job.resource.id ? mergeFileJobs(file, [latest]) : file));
};

/**
 * Merges the newest page, requested again, into the list: new files stand in front, known files get their latest jobs.
 * Null if the newest page shares no file with the list: then files between the two are missing, and the whole list has
 * to be requested again.
 */
export const mergeNewestFiles = (data: FilePages, newest: readonly DatasetFile[]): FilePages | null => {
  const added = newest.filter(({ id }) => !hasFile(data, id));
  const [first] = data.pages;
  if (!first || (added.length === newest.length && first.items.length > 0 && newest.length > 0)) return null;
  const newestById = new Map(newest.map((file) => [file.id, file]));
  const merged = mapFiles(data, (file) => {
    const update = newestById.get(file.id);
    return mergeFileJobs({ ...file, ...update, latest_jobs: file.latest_jobs }, update?.latest_jobs);
  });
  return {
    ...merged,
    pages: merged.pages.map((page, index) =>
      index === 0 ? { ...page, items: [...added, ...page.items] } : page,
    ),
  };
};

const mapFiles = (data: FilePages, change: (file: DatasetFile) => DatasetFile): FilePages => ({
  ...data,
  pages: data.pages.map((page) => ({ ...page, items: page.items.map(change) })),
});

const mergeFileJobs = (file: DatasetFile, updates: readonly LatestJob[] = []): DatasetFile => {
  if (updates.length === 0) return file;
  const merged = new Map((file.latest_jobs ?? []).map((job) => [job.extractor, job]));
  for (const job of updates) {
    const known = merged.get(job.extractor);
    merged.set(job.extractor, known ? laterJob(known, job) : job);
  }
  return { ...file, latest_jobs: [...merged.values()] };
};

const TERMINAL_STATES: ReadonlySet<LatestJob['state']> = new Set([
  'SUCCEEDED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
  'LOST',
]);

/**
 * Answers and live updates may arrive out of order. Of two jobs, the one with the greater id was submitted later. Of two
 * snapshots of one job, the one with the later event is newer; if both have the same event, the terminal state is.
 */
const laterJob = (one: LatestJob, other: LatestJob): LatestJob => {
  if (one.job_id !== other.job_id) return other.job_id > one.job_id ? other : one;
  if (one.last_event_at !== other.last_event_at) return other.last_event_at > one.last_event_at ? other : one;
  return TERMINAL_STATES.has(one.state) ? one : other;
};
