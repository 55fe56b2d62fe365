import type { Job } from '@pawprint/protocol';
import { InfiniteQueryObserver, QueryClient } from '@tanstack/react-query';
import { afterEach, expect, test, vi } from 'vitest';
import { client } from '../../api/client.ts';
import { aJob, at } from '../builders.ts';
import type { JobSnapshot } from '../job-snapshot.ts';
import { type JobListing, jobListQuery, jobsOfPages } from './job-list.ts';
import { createListUpdates } from './list-updates.ts';

afterEach(() => vi.restoreAllMocks());

const listWith = (listing: JobListing, ids: readonly string[], next: string | null = null) => {
  const queries = new QueryClient();
  const { queryKey } = jobListQuery(listing);
  const jobs = ids.map((id) => ({ job: aJob.running({ id }), receivedAt: 0 }));
  queries.setQueryData(queryKey, { pages: [{ jobs, next }], pageParams: [''] });
  const added: JobSnapshot[] = [];
  const updates = createListUpdates(queries, listing, (jobs) => added.push(...jobs));
  return {
    updates,
    shown: () => jobsOfPages(queries.getQueryData(queryKey) ?? { pages: [], pageParams: [] }),
    added: () => added.map(({ job }) => job.id),
  };
};

interface Answer {
  readonly items: readonly Job[];
  readonly next: null;
}

/** A list that a page shows and whose first request the test answers. */
const listToLoad = (listing: JobListing) => {
  const queries = new QueryClient();
  const leave = new InfiniteQueryObserver(queries, jobListQuery(listing)).subscribe(() => undefined);
  const shown = () =>
    jobsOfPages(queries.getQueryData(jobListQuery(listing).queryKey) ?? { pages: [], pageParams: [] });
  return { updates: createListUpdates(queries, listing, () => undefined), shown, leave };
};

const NEWEST = { query: 'extractor:a', sort: '-submitted_at' } as const;

test('a job of the list is updated in its place, also when it meets the query no longer', async () => {
  const { updates, shown } = listWith({ query: 'state:running', sort: '-submitted_at' }, ['j2', 'j1']);
  updates.receive(aJob.done({ id: 'j1', last_event_at: at(9_000) }));
  await vi.waitFor(() => expect(shown().map(({ job }) => job.state)).toEqual(['RUNNING', 'SUCCEEDED']));
});

test('what the stream says of a lasting query is new without asking', async () => {
  const call = vi.spyOn(client, 'call');
  const { updates, added } = listWith(NEWEST, ['j2', 'j1']);
  updates.receive(aJob.queued({ id: 'j3' }));
  await vi.waitFor(() => expect(added()).toEqual(['j3']));
  expect(call).not.toHaveBeenCalled();
});

test('of other jobs the server is asked which meet the query', async () => {
  const call = vi.spyOn(client, 'call');
  call.mockResolvedValue({ items: [aJob.failed({ id: 'j4' })], next: null });
  const { updates, added } = listWith({ query: 'state:failed OR a', sort: '-submitted_at' }, ['j2']);
  updates.receive(aJob.failed({ id: 'j4' }));
  await vi.waitFor(() => expect(added()).toEqual(['j4']));
  expect(call).toHaveBeenCalledWith('listJobs', {
    query: { query: '(state:failed OR a) job:j4', limit: 40 },
  });
});

test('a job behind the last loaded page is not new', async () => {
  const { updates, added } = listWith(NEWEST, ['j5'], 'cursor');
  updates.receive(aJob.queued({ id: 'j1' }));
  updates.receive(aJob.queued({ id: 'j6' }));
  await vi.waitFor(() => expect(added()).toEqual(['j6']));
});

test('an update that arrives before the first answer is merged into it, since the answer may be older', async () => {
  const asked: ((answer: Answer) => void)[] = [];
  vi.spyOn(client, 'call').mockImplementation(() => new Promise((resolve) => asked.push(resolve)));
  const { updates, shown, leave } = listToLoad(NEWEST);
  updates.receive(aJob.done({ id: 'j1', last_event_at: at(9_000) }));
  asked[0]?.({ items: [aJob.running({ id: 'j1', last_event_at: at(1_000) })], next: null });
  await vi.waitFor(() => expect(shown().map(({ job }) => job.state)).toEqual(['SUCCEEDED']));
  leave();
});

test('a stream that connects before the first answer has the list loaded after it', async () => {
  const asked: ((answer: Answer) => void)[] = [];
  vi.spyOn(client, 'call').mockImplementation(() => new Promise((resolve) => asked.push(resolve)));
  const { updates, shown, leave } = listToLoad(NEWEST);
  updates.catchUp();
  asked[0]?.({ items: [aJob.running({ id: 'j1', last_event_at: at(1_000) })], next: null });
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.({ items: [aJob.done({ id: 'j1', last_event_at: at(9_000) })], next: null });
  await vi.waitFor(() => expect(shown().map(({ job }) => job.state)).toEqual(['SUCCEEDED']));
  leave();
});
