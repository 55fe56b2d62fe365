import type { DatasetFile, Job, LatestJob } from '@pawprint/protocol';
import type { FilePages } from './file-list-query.ts';

const ENDED: ReadonlySet<LatestJob['state']> = new Set([
  'SUCCEEDED',
  'FAILED',
  'SKIPPED',
  'CANCELLED',
  'LOST',
]);

/**
 * Two answers may overtake each other. Of two jobs the one with the greater id was submitted later; of two words about
 * one job, the one that knows of the later event. Where they know of the same, an end is what came of it.
 */
const later = (one: LatestJob, other: LatestJob): LatestJob => {
  if (one.job_id !== other.job_id) return other.job_id > one.job_id ? other : one;
  if (one.last_event_at !== other.last_event_at) return other.last_event_at > one.last_event_at ? other : one;
  return ENDED.has(one.state) ? one : other;
};

const mergeJobs = (known: readonly LatestJob[], news: readonly LatestJob[]): LatestJob[] => {
  const merged = new Map(known.map((job) => [job.extractor, job]));
  for (const job of news) {
    const before = merged.get(job.extractor);
    merged.set(job.extractor, before ? later(before, job) : job);
  }
  return [...merged.values()];
};

const withJobs = (file: DatasetFile, news: readonly LatestJob[] = []): DatasetFile => ({
  ...file,
  latest_jobs: mergeJobs(file.latest_jobs ?? [], news),
});

const mapFiles = (data: FilePages, change: (file: DatasetFile) => DatasetFile): FilePages => ({
  ...data,
  pages: data.pages.map((page) => page.map(change)),
});

export const knowsFile = (data: FilePages, fileId: string): boolean =>
  data.pages.some((page) => page.some(({ id }) => id === fileId));

/** The list after a job of one of its files was heard of. */
export const withJob = (data: FilePages, job: Job): FilePages => {
  const { extractor, state, elapsed_ms, last_event_at } = job;
  const news = { extractor, job_id: job.id, state, elapsed_ms, last_event_at };
  return mapFiles(data, (file) => (file.id === job.resource.id ? withJobs(file, [news]) : file));
};

/**
 * The list after its newest page was asked for again: new files stand in front, known ones learn of their jobs. Null
 * where the newest page does not reach down to what is known: then there is a gap, and all has to be asked for.
 */
export const withNewest = (data: FilePages, newest: readonly DatasetFile[]): FilePages | null => {
  const fresh = newest.filter(({ id }) => !knowsFile(data, id));
  const [first, ...rest] = data.pages;
  if (!first || (fresh.length === newest.length && first.length > 0 && newest.length > 0)) return null;
  const news = new Map(newest.map((file) => [file.id, file]));
  const known = mapFiles({ ...data, pages: [first, ...rest] }, (file) =>
    withJobs(
      { ...file, ...news.get(file.id), latest_jobs: file.latest_jobs },
      news.get(file.id)?.latest_jobs,
    ),
  );
  return { ...known, pages: known.pages.map((page, place) => (place === 0 ? [...fresh, ...page] : page)) };
};

export const withoutFile = (data: FilePages, fileId: string): FilePages => ({
  ...data,
  pages: data.pages.map((page) => page.filter(({ id }) => id !== fileId)),
});
