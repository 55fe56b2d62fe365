import type { GridPage } from '@pawprint/protocol';
import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { client } from '../../api/client.ts';
import { aJob, at } from '../../jobs/builders.ts';
import { aGridFile, aGridJob, aGridPage } from '../builders.ts';
import { cellOf, gridPageQuery, mergeJob, mergeJobIntoPages } from './grid-queries.ts';

afterEach(() => vi.restoreAllMocks());

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

test('an answer that was asked for before a live update does not take its place', async () => {
  const asked: ((answer: GridPage) => void)[] = [];
  vi.spyOn(client, 'call').mockImplementation(() => new Promise((resolve) => asked.push(resolve)));
  const queries = new QueryClient();
  const query = gridPageQuery('d1', {}, undefined, 0);
  const leave = new QueryObserver(queries, query).subscribe(() => undefined);
  const stateShown = () => queries.getQueryData(query.queryKey)?.files[0]?.cells[0];
  const running = cellOf(aJob.running({ last_event_at: at(1_000) }));
  asked[0]?.(page(running));
  await expect.poll(stateShown).toEqual(running);
  void queries.invalidateQueries({ queryKey: query.queryKey });
  const ended = aJob.done({ resource: { type: 'file', id: 'f1', name: 'a' }, last_event_at: at(9_000) });
  mergeJobIntoPages(queries, 'd1', ended);
  asked[1]?.(page(running));
  await expect.poll(() => queries.isFetching()).toBe(0);
  await expect.poll(stateShown).toEqual(cellOf(ended));
  leave();
});
