import { QueryClient, QueryObserver } from '@tanstack/react-query';
import { expect, test } from 'vitest';
import { askAnew } from './ask-anew.ts';

/** Something shown, whose questions a test answers: each when it is told to. */
const shown = () => {
  const queries = new QueryClient();
  const questions: ((answer: string) => void)[] = [];
  const queryKey = ['shown'];
  const queryFn = () => new Promise<string>((resolve) => questions.push(resolve));
  const leave = new QueryObserver(queries, { queryKey, queryFn }).subscribe(() => undefined);
  return { queries, questions, queryKey, leave, data: () => queries.getQueryData(queryKey) };
};

test('a first answer that was on its way is not the last: another is asked for after it', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  const anew = askAnew(queries, { queryKey });
  questions[0]?.('old');
  await expect.poll(() => questions.length).toBe(2);
  questions[1]?.('new');
  await anew;
  expect(data()).toBe('new');
  leave();
});

test('what has an answer is asked for once', async () => {
  const { queries, questions, queryKey, data, leave } = shown();
  questions[0]?.('old');
  await expect.poll(data).toBe('old');
  const anew = askAnew(queries, { queryKey });
  questions[1]?.('new');
  await anew;
  expect([data(), questions.length]).toEqual(['new', 2]);
  leave();
});
