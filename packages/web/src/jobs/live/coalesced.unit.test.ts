import { expect, test } from 'vitest';
import { coalesced } from './coalesced.ts';

const steps = () => {
  const ends: (() => void)[] = [];
  const task = () => new Promise<void>((resolve) => ends.push(resolve));
  const settle = async () => {
    ends.at(-1)?.();
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  return { ends, task, settle };
};

test('what is wanted many times while it runs is done once more', async () => {
  const { ends, task, settle } = steps();
  const want = coalesced(task);
  want();
  want();
  want();
  expect(ends.length).toBe(1);
  await settle();
  expect(ends.length).toBe(2);
  await settle();
  expect(ends.length).toBe(2);
});

test('a failure does not keep it from being done again', async () => {
  let calls = 0;
  const want = coalesced(() => {
    calls += 1;
    return Promise.reject(new Error('no answer'));
  });
  want();
  for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  want();
  expect(calls).toBe(2);
});
