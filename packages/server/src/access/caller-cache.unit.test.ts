import { beforeEach, expect, test, vi } from 'vitest';
import type { Caller } from '../model/caller.ts';
import { type CallerCache, createCallerCache } from './caller-cache.ts';

const ada: Caller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };
type Find = () => Promise<Caller | null>;

const START = 1_000_000;
let now = START;
let cache: CallerCache;
beforeEach(() => {
  now = START;
  cache = createCallerCache({ ttlMs: 5_000, max: 2, now: () => now });
});

test('a key is looked up once within the cache time', async () => {
  const find = vi.fn<Find>(async () => ada);
  await cache('a', find);
  now = START + 5_000;
  expect(await cache('a', find)).toBe(ada);
  expect(find).toHaveBeenCalledTimes(1);
});

test('a key is looked up again after the cache time', async () => {
  const find = vi.fn<Find>(async () => ada);
  await cache('a', find);
  now = START + 5_001;
  expect(await cache('a', async () => null)).toBeNull();
});

test('many requests at once with a key look it up once', async () => {
  const find = vi.fn<Find>(async () => ada);
  expect(await Promise.all([cache('a', find), cache('a', find), cache('a', find)])).toEqual([ada, ada, ada]);
  expect(find).toHaveBeenCalledTimes(1);
});

test('a wrong key works as soon as it exists', async () => {
  expect(await cache('a', async () => null)).toBeNull();
  expect(await cache('a', async () => ada)).toBe(ada);
});

test('a failed look-up is not kept', async () => {
  await expect(cache('a', () => Promise.reject(new Error('away')))).rejects.toThrow('away');
  expect(await cache('a', async () => ada)).toBe(ada);
});

test('a full cache drops the key used longest ago', async () => {
  const find = vi.fn<Find>(async () => ada);
  for (const hash of ['a', 'b', 'c', 'a']) await cache(hash, find);
  expect(find).toHaveBeenCalledTimes(4);
});
