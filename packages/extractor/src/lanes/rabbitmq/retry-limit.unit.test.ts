import { expect, test } from 'vitest';
import { withinRetries } from './message-assignment.ts';

test('a job is put back up to the limit, and then fails with the reason', () => {
  const busy = { kind: 'RESUBMITTED', message: 'busy' } as const;
  expect(withinRetries(busy, 9, 10)).toBe(busy);
  expect(withinRetries(busy, 10, 10)).toEqual({ kind: 'ERROR', message: 'busy (given up after 10 retries)' });
});

test('other ends are left as they are', () => {
  const done = { kind: 'SUCCEEDED', message: '' } as const;
  expect(withinRetries(done, 10, 10)).toBe(done);
});
