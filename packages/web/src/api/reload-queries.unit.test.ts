import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { reloadFirstLoads, reloadQueries } from './reload-queries.ts';

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

test('updates that arrive during a first load share one request that follows it', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  const reloaded = Promise.all([
    reloadFirstLoads(queries, { queryKey }),
    reloadFirstLoads(queries, { queryKey }),
  ]);
  questions[0]?.('old');
  await expect.poll(() => questions.length).toBe(2);
  questions[1]?.('new');
  await reloaded;
  expect([data(), questions.length]).toEqual(['new', 2]);
  leave();
});

test('what was loaded before is not loaded again as a first load', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  questions[0]?.('old');
  await expect.poll(data).toBe('old');
  await reloadFirstLoads(queries, { queryKey });
  expect(questions.length).toBe(1);
  leave();
});
