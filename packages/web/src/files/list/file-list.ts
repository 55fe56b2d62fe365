import type { DatasetFile, Job, LatestJob } from '@pawprint/protocol';
import { type InfiniteData, infiniteQueryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

const PAGE_SIZE = 200;

export type FilePages = InfiniteData<readonly DatasetFile[]>;

/** A dataset's files, the newest first, each with the latest job of every extractor. */
export const fileListQuery = (datasetId: string) =>
  infiniteQueryOptions({
    queryKey: keys.datasetFiles(datasetId),
    queryFn: ({ pageParam, signal }) => fetchFiles(datasetId, pageParam, signal),
    initialPageParam: '',
    getNextPageParam: (page) => (page.length < PAGE_SIZE ? undefined : page.at(-1)?.id),
  });

/** One page of the files. `after` is the last id of the page before it, '' for the first page. */
export const fetchFiles = (
  datasetId: string,
  after: string,
  signal?: AbortSignal,
): Promise<readonly DatasetFile[]> =>
  callRoute('listDatasetFiles', {
    params: { id: datasetId },
    query: { max: PAGE_SIZE, include: 'jobs', ...(after ? { after } : {}) },
    ...(signal ? { signal } : {}),
  });

export const hasFile = (data: FilePages, fileId: string): boolean =>
  data.pages.some((page) => page.some(({ id }) => id === fileId));

export const removeFile = (data: FilePages, fileId: string): FilePages => ({
  ...data,
  pages: data.pages.map((page) => page.filter(({ id }) => id !== fileId)),
});

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
  const [first, ...rest] = data.pages;
  if (!first || (added.length === newest.length && first.length > 0 && newest.length > 0)) return null;
  const newestById = new Map(newest.map((file) => [file.id, file]));
  const merged = mapFiles({ ...data, pages: [first, ...rest] }, (file) => {
    const update = newestById.get(file.id);
    return mergeFileJobs({ ...file, ...update, latest_jobs: file.latest_jobs }, update?.latest_jobs);
  });
  return { ...merged, pages: merged.pages.map((page, index) => (index === 0 ? [...added, ...page] : page)) };
};

const mapFiles = (data: FilePages, change: (file: DatasetFile) => DatasetFile): FilePages => ({
  ...data,
  pages: data.pages.map((page) => page.map(change)),
});

const mergeFileJobs = (file: DatasetFile, updates: readonly LatestJob[] = []): DatasetFile => {
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
