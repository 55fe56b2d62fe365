import type { DatasetFile, LatestJob } from '@pawprint/protocol';
import { describe, expect, it } from 'vitest';
import { aJob } from '../../jobs/builders.ts';
import type { FilePages } from './file-list-query.ts';
import { withJob, withNewest, withoutFile } from './merge-files.ts';

const aFile = (id: string, jobs: LatestJob[] = []): DatasetFile => ({
  id,
  filename: `${id}.txt`,
  contentType: 'text/plain',
  'date-created': '',
  size: '1',
  thumbnail: null,
  created_at: '2026-11-24T12:00:00.000Z',
  size_bytes: 1,
  sha256: '',
  uploaded_by: null,
  made_by_job: null,
  latest_jobs: jobs,
});

const latest = (job_id: string, state: LatestJob['state'], elapsed_ms: number, second = 1): LatestJob => ({
  extractor: 'word-count',
  job_id,
  state,
  elapsed_ms,
  last_event_at: `2026-11-24T12:00:0${second}.000Z`,
});

const pages = (...all: DatasetFile[][]): FilePages => ({ pages: all, pageParams: all.map(() => '') });
const ids = (data: FilePages | null) => data?.pages.map((page) => page.map(({ id }) => id));
const jobsOf = (data: FilePages | null, id: string) =>
  data?.pages.flat().find((file) => file.id === id)?.latest_jobs;

describe('the list of files', () => {
  it('puts new files in front and keeps the pages below', () => {
    const before = pages([aFile('c'), aFile('b')], [aFile('a')]);
    expect(ids(withNewest(before, [aFile('e'), aFile('d'), aFile('c')]))).toEqual([
      ['e', 'd', 'c', 'b'],
      ['a'],
    ]);
  });

  it('says that there is a gap when the newest page reaches nothing known', () => {
    expect(withNewest(pages([aFile('a')]), [aFile('z'), aFile('y')])).toBeNull();
  });

  it('takes first files for new ones, not for a gap', () => {
    expect(ids(withNewest(pages([]), [aFile('b'), aFile('a')]))).toEqual([['b', 'a']]);
  });

  it('lets a job replace an older one of its extractor, and none of a newer', () => {
    const before = pages([aFile('a', [latest('j5', 'SUCCEEDED', 10)])]);
    const fresh = [aFile('a', [latest('j6', 'QUEUED', 0)])];
    expect(jobsOf(withNewest(before, fresh), 'a')).toEqual([latest('j6', 'QUEUED', 0)]);
    const stale = [aFile('a', [latest('j4', 'FAILED', 99)])];
    expect(jobsOf(withNewest(before, stale), 'a')).toEqual([latest('j5', 'SUCCEEDED', 10)]);
  });

  it('keeps what was said later of one job, whatever arrives last', () => {
    const before = pages([aFile('a', [latest('j5', 'SUCCEEDED', 3000, 3)])]);
    // Asked while it ran, and worked out after it had ended: it claims to have lasted longer.
    const overtaken = [aFile('a', [latest('j5', 'RUNNING', 4200, 2)])];
    expect(jobsOf(withNewest(before, overtaken), 'a')).toEqual([latest('j5', 'SUCCEEDED', 3000, 3)]);
  });

  it('shows a job of a file as soon as it is heard of', () => {
    const { last_event_at } = latest('j1', 'RUNNING', 5);
    const job = aJob.running({ id: 'j1', extractor: 'word-count', elapsed_ms: 5, last_event_at });
    const data = withJob(pages([aFile(job.resource.id), aFile('other')]), job);
    expect(jobsOf(data, job.resource.id)).toEqual([latest('j1', 'RUNNING', 5)]);
    expect(jobsOf(data, 'other')).toEqual([]);
  });

  it('learns of a thumbnail that was made since', () => {
    const made = { ...aFile('a'), thumbnail: 't1' };
    expect(withNewest(pages([aFile('a')]), [made])?.pages[0]?.[0]?.thumbnail).toBe('t1');
  });

  it('forgets a deleted file', () => {
    expect(ids(withoutFile(pages([aFile('b')], [aFile('a')]), 'b'))).toEqual([[], ['a']]);
  });
});
