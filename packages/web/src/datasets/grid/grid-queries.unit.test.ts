import { expect, test } from 'vitest';
import { aJob } from '../../jobs/builders.ts';
import { aGridFile, aGridJob, aGridPage } from '../builders.ts';
import { cellOf, mergeJob } from './grid-queries.ts';

const page = (cell: Parameters<typeof aGridFile>[1][number]) =>
  aGridPage(['ncsa.wordcount'], [aGridFile('f1', [cell]), aGridFile('f2', ['not_run'])]);

test('a live update takes the place of its cell', () => {
  const job = aJob.running({ resource: { type: 'file', id: 'f1', name: 'a' } });
  const merged = mergeJob(page('not_run'), job);
  expect(merged.files[0]?.cells).toEqual([cellOf(job)]);
  expect(merged.files[1]?.cells).toEqual(['not_run']);
});

test('an older job or an older state does not replace what is shown', () => {
  const job = aJob.running();
  const later = aGridJob({ job_id: 'ffffffff', state: 'FAILED' });
  expect(mergeJob(page(later), job).files[0]?.cells).toEqual([later]);
  const ended = aGridJob({ job_id: job.id, last_event_at: '2027-01-01T00:00:00.000Z' });
  expect(mergeJob(page(ended), job).files[0]?.cells).toEqual([ended]);
});

test('an extractor that is new to the page gets a column', () => {
  const job = aJob.done({ extractor: 'new' });
  const merged = mergeJob(page(null), job);
  expect(merged.extractors).toEqual(['ncsa.wordcount', 'new']);
  expect(merged.files[0]?.cells).toEqual([null, cellOf(job)]);
});

test('a job on another file changes nothing', () => {
  const before = page(null);
  expect(mergeJob(before, aJob.done({ resource: { type: 'file', id: 'f9', name: 'z' } }))).toBe(before);
});
