import { beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '../model/caller.ts';
import { type CallerCache, createCallerCache } from './caller-cache.ts';

const ada: Caller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };
type Find = () => Promise<Caller | null>;

let now = new Date(0);
let cache: CallerCache;
beforeEach(() => {
  now = new Date(0);
  cache = createCallerCache({ keepMs: 5_000, most: 2, now: () => now });
});

test('a key is looked up once within its time', async () => {
  const find = vi.fn<Find>(async () => ada);
  await cache('a', find);
  now = new Date(4_999);
  expect(await cache('a', find)).toBe(ada);
  expect(find).toHaveBeenCalledTimes(1);
});

test('a key is looked up again after its time', async () => {
  const find = vi.fn<Find>(async () => ada);
  await cache('a', find);
  now = new Date(5_000);
  expect(await cache('a', async () => null)).toBeNull();
});

test('a key asked for many times at once is looked up once', async () => {
  const find = vi.fn<Find>(async () => ada);
  expect(await Promise.all([cache('a', find), cache('a', find), cache('a', find)])).toEqual([ada, ada, ada]);
  expect(find).toHaveBeenCalledTimes(1);
});

test('a wrong key works as soon as it exists', async () => {
  expect(await cache('a', async () => null)).toBeNull();
  expect(await cache('a', async () => ada)).toBe(ada);
});

test('a failed look-up is not remembered', async () => {
  await expect(cache('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await cache('a', async () => ada)).toBe(ada);
});

test('of more keys than are kept the oldest goes', async () => {
  const find = vi.fn<Find>(async () => ada);
  for (const hash of ['a', 'b', 'c', 'a']) await cache(hash, find);
  expect(find).toHaveBeenCalledTimes(4);
});
