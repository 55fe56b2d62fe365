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
  const added: JobSnapshot[] = [];
  const changed: JobSnapshot[] = [];
  const updates = createListUpdates(
    queries,
    listing,
    (jobs) => added.push(...jobs),
    (jobs) => changed.push(...jobs),
  );
  queries.setQueryData(queryKey, { pages: [{ jobs, next }], pageParams: [''] });
  return {
    updates,
    shown: () => jobsOfPages(queries.getQueryData(queryKey) ?? { pages: [], pageParams: [] }),
    added: () => added.map(({ job }) => job.id),
    changed: () => changed.map(({ job }) => job.id),
  };
};

interface Answer {
  readonly items: readonly Job[];
  readonly next: string | null;
}

/** Each request waits until the test answers it. */
const holdAnswers = () => {
  const asked: ((answer: Answer) => void)[] = [];
  vi.spyOn(client, 'call').mockImplementation(() => new Promise((resolve) => asked.push(resolve)));
  return asked;
};

/** A list that a page shows and whose first request the test answers. */
const listToLoad = (listing: JobListing) => {
  const queries = new QueryClient();
  const list = new InfiniteQueryObserver(queries, jobListQuery(listing));
  const leave = list.subscribe(() => undefined);
  const shown = () =>
    jobsOfPages(queries.getQueryData(jobListQuery(listing).queryKey) ?? { pages: [], pageParams: [] });
  const updates = createListUpdates(
    queries,
    listing,
    () => undefined,
    () => undefined,
  );
  return { list, updates, shown, leave };
};

const NEWEST = { query: 'extractor:a', sort: '-submitted_at' } as const;

test('a job of the list is updated in its place, also when it meets the query no longer', async () => {
  const { updates, shown } = listWith({ query: 'state:running', sort: '-submitted_at' }, ['j2', 'j1']);
  updates.receive(doneAt(9_000));
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

const runningAt = (time: number) => aJob.running({ id: 'j1', last_event_at: at(time) });
const doneAt = (time: number) => aJob.done({ id: 'j1', last_event_at: at(time) });

test('an update that arrives before the first answer is merged into it, since the answer may be older', async () => {
  const asked = holdAnswers();
  const { updates, shown, leave } = listToLoad(NEWEST);
  updates.receive(doneAt(9_000));
  asked[0]?.({ items: [runningAt(1_000)], next: null });
  await vi.waitFor(() => expect(shown().map(({ job }) => job.state)).toEqual(['SUCCEEDED']));
  leave();
});

test('a stream that connects before the first answer has the list loaded after it', async () => {
  const asked = holdAnswers();
  const { updates, shown, leave } = listToLoad(NEWEST);
  updates.catchUp();
  asked[0]?.({ items: [runningAt(1_000)], next: null });
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  asked[1]?.({ items: [doneAt(9_000)], next: null });
  await vi.waitFor(() => expect(shown().map(({ job }) => job.state)).toEqual(['SUCCEEDED']));
  leave();
});

test('updates that arrive while the next page loads are merged into all pages after it', async () => {
  const asked = holdAnswers();
  const { list, updates, shown, leave } = listToLoad(NEWEST);
  const running = (id: string) => aJob.running({ id, last_event_at: at(1_000) });
  asked[0]?.({ items: [running('j2')], next: 'cursor' });
  await expect.poll(shown).toHaveLength(1);
  const next = list.fetchNextPage();
  updates.receive(doneAt(9_000));
  updates.receive(aJob.done({ id: 'j2', last_event_at: at(9_000) }));
  asked[1]?.({ items: [running('j1')], next: null });
  await next;
  await expect.poll(() => shown().map(({ job }) => job.state)).toEqual(['SUCCEEDED', 'SUCCEEDED']);
  leave();
});

test('of a job that is not in the list, every change is told, also where the job meets the query no longer', async () => {
  vi.spyOn(client, 'call').mockResolvedValue({ items: [], next: null });
  const { updates, added, changed } = listWith({ query: 'state:running', sort: '-submitted_at' }, ['j1']);
  updates.receive(aJob.done({ id: 'j2' }));
  await expect.poll(changed).toEqual(['j2']);
  expect(added()).toEqual([]);
});

test('a list that was loaded before is caught up with when it is shown again', async () => {
  const queries = new QueryClient();
  const { queryKey } = jobListQuery(NEWEST);
  const jobs = [{ job: runningAt(1_000), receivedAt: 0 }];
  queries.setQueryData(queryKey, { pages: [{ jobs, next: null }], pageParams: [''] });
  const answer = { items: [doneAt(9_000)], next: null };
  vi.spyOn(client, 'call').mockResolvedValue(answer);
  createListUpdates(
    queries,
    NEWEST,
    () => undefined,
    () => undefined,
  );
  await expect.poll(() => queries.getQueryData(queryKey)?.pages[0]?.jobs[0]?.job.state).toBe('SUCCEEDED');
});

test('a list that is left tells of no more jobs', async () => {
  const asked = holdAnswers();
  const { updates, added, shown } = listWith(NEWEST, ['j1']);
  updates.catchUp();
  await expect.poll(() => asked.length).toBe(1);
  updates.stop();
  const newest = { last_event_at: at(99_000) };
  asked[0]?.({
    items: [aJob.queued({ id: 'j2', ...newest }), aJob.done({ id: 'j1', ...newest })],
    next: null,
  });
  await expect.poll(() => shown()[0]?.job.state).toBe('SUCCEEDED');
  expect(added()).toEqual([]);
});
