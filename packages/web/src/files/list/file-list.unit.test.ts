import type { DatasetFile, LatestJob } from '@pawprint/protocol';
import { describe, expect, it } from 'vitest';
import { aJob } from '../../jobs/builders.ts';
import { aDatasetFile } from '../builders.ts';
import { type FilePages, filesOfPages, mergeJob, mergeNewestFiles } from './file-list.ts';

const aFile = (id: string, jobs: LatestJob[] = []) => aDatasetFile(id, { latest_jobs: jobs });

const latest = (job_id: string, state: LatestJob['state'], elapsed_ms: number, second = 1): LatestJob => ({
  extractor: 'word-count',
  job_id,
  state,
  elapsed_ms,
  last_event_at: `2026-11-24T12:00:0${second}.000Z`,
});

const pages = (...all: DatasetFile[][]): FilePages => ({
  pages: all.map((items) => ({ items, next: null })),
  pageParams: all.map(() => ''),
});
const ids = (data: FilePages | null) => data?.pages.map(({ items }) => items.map(({ id }) => id));
const jobsOf = (data: FilePages | null, id: string) =>
  data && filesOfPages(data).find((file) => file.id === id)?.latest_jobs;

describe('the list of files', () => {
  it('puts new files in front and keeps the pages below', () => {
    const before = pages([aFile('c'), aFile('b')], [aFile('a')]);
    expect(ids(mergeNewestFiles(before, [aFile('e'), aFile('d'), aFile('c')]))).toEqual([
      ['e', 'd', 'c', 'b'],
      ['a'],
    ]);
  });

  it('reports a gap when the newest page shares no file', () => {
    expect(mergeNewestFiles(pages([aFile('a')]), [aFile('z'), aFile('y')])).toBeNull();
  });

  it('adds the first files to an empty list', () => {
    expect(ids(mergeNewestFiles(pages([]), [aFile('b'), aFile('a')]))).toEqual([['b', 'a']]);
  });

  it('replaces the job of an extractor only by a later one', () => {
    const before = pages([aFile('a', [latest('j5', 'SUCCEEDED', 10)])]);
    const fresh = [aFile('a', [latest('j6', 'QUEUED', 0)])];
    expect(jobsOf(mergeNewestFiles(before, fresh), 'a')).toEqual([latest('j6', 'QUEUED', 0)]);
    const stale = [aFile('a', [latest('j4', 'FAILED', 99)])];
    expect(jobsOf(mergeNewestFiles(before, stale), 'a')).toEqual([latest('j5', 'SUCCEEDED', 10)]);
  });

  it('keeps the later state of a job when an older arrives last', () => {
    const before = pages([aFile('a', [latest('j5', 'SUCCEEDED', 3000, 3)])]);
    // The server computed it while the job ran, after the end had been reported: it has the longer elapsed time.
    const outdated = [aFile('a', [latest('j5', 'RUNNING', 4200, 2)])];
    expect(jobsOf(mergeNewestFiles(before, outdated), 'a')).toEqual([latest('j5', 'SUCCEEDED', 3000, 3)]);
  });

  it('shows the job of a live update at its file', () => {
    const { last_event_at } = latest('j1', 'RUNNING', 5);
    const job = aJob.running({ id: 'j1', extractor: 'word-count', elapsed_ms: 5, last_event_at });
    const data = mergeJob(pages([aFile(job.resource.id), aFile('other')]), job);
    expect(jobsOf(data, job.resource.id)).toEqual([latest('j1', 'RUNNING', 5)]);
    expect(jobsOf(data, 'other')).toEqual([]);
  });

  it('shows a thumbnail that was made since', () => {
    const made = { ...aFile('a'), thumbnail: 't1' };
    expect(mergeNewestFiles(pages([aFile('a')]), [made])?.pages[0]?.items[0]?.thumbnail).toBe('t1');
  });
});
