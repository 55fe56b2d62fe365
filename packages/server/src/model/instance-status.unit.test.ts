import { expect, test } from 'vitest';
import { instanceStatus } from './instance.ts';

const instance = { intervalMs: 10_000, lastSeenAt: 100_000, stoppedAt: null };

test.each([
  ['live', 100_000],
  ['live', 125_000],
  ['late', 125_001],
  ['late', 150_000],
  ['gone', 150_001],
] as const)('an instance is %s at %d', (status, now) => {
  expect(instanceStatus(instance, now)).toBe(status);
});

test('an instance that said it leaves is gone at once', () => {
  expect(instanceStatus({ ...instance, stoppedAt: 100_000 }, 100_000)).toBe('gone');
});

test('a server whose clock lags behind the one that heard it takes an instance for live', () => {
  expect(instanceStatus(instance, 99_000)).toBe('live');
});
