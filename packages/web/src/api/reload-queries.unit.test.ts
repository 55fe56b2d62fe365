import { type InfiniteData, InfiniteQueryObserver, QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { mergeIntoQueries, reloadQueries } from './reload-queries.ts';

/** A query whose requests the test answers one by one. */
const shown = () => {
  const queries = new QueryClient();
  const questions: ((answer: string) => void)[] = [];
  const queryKey = ['shown'];
  const queryFn = () => new Promise<string>((resolve) => questions.push(resolve));
  const leave = new QueryObserver(queries, { queryKey, queryFn }).subscribe(() => undefined);
  return { queries, questions, queryKey, leave, data: () => queries.getQueryData(queryKey) };
};

test('during the first load another request follows the running one', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  const reloaded = reloadQueries(queries, { queryKey });
  questions[0]?.('old');
  await expect.poll(() => questions.length).toBe(2);
  questions[1]?.('new');
  await reloaded;
  expect(data()).toBe('new');
  leave();
});

test('after the first load one request is enough', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  questions[0]?.('old');
  await expect.poll(data).toBe('old');
  const reloaded = reloadQueries(queries, { queryKey });
  questions[1]?.('new');
  await reloaded;
  expect([data(), questions.length]).toEqual(['new', 2]);
  leave();
});

test('an update during a load is merged again into its answer, which may be older', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  const merge = () => queries.setQueryData<string>(queryKey, (known) => known && 'update');
  mergeIntoQueries(queries, { queryKey }, merge);
  expect(data()).toBeUndefined();
  questions[0]?.('old');
  await expect.poll(data).toBe('update');
  void queries.invalidateQueries({ queryKey });
  mergeIntoQueries(queries, { queryKey }, merge);
  questions[1]?.('old');
  await expect.poll(() => [data(), queries.isFetching()]).toEqual(['update', 0]);
  leave();
});

test('an update during the load of the next page is kept on the pages before', async () => {
  const queries = new QueryClient();
  const questions: ((answer: string) => void)[] = [];
  const list = new InfiniteQueryObserver(queries, {
    queryKey: ['list'],
    queryFn: () => new Promise<string>((resolve) => questions.push(resolve)),
    initialPageParam: 0,
    getNextPageParam: () => 1,
  });
  const leave = list.subscribe(() => undefined);
  const pages = () => list.getCurrentResult().data?.pages;
  questions[0]?.('old');
  await expect.poll(pages).toEqual(['old']);
  const next = list.fetchNextPage();
  const merge = () =>
    queries.setQueryData<InfiniteData<string>>(
      ['list'],
      (known) => known && { ...known, pages: known.pages.with(0, 'update') },
    );
  mergeIntoQueries(queries, { queryKey: ['list'] }, merge);
  questions[1]?.('next');
  await next;
  await expect.poll(pages).toEqual(['update', 'next']);
  leave();
});
