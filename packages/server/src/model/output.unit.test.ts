import { expect, test } from 'vitest';
import { isFromLaterAttempt } from './output.ts';

const attempt = (number: number) => ({ jobId: 'j', attempt: number, key: 'metadata:0' });

test('an output of an earlier attempt does not replace a later one', () => {
  expect(isFromLaterAttempt({ attempt: 2 }, attempt(1))).toBe(true);
  expect(isFromLaterAttempt({ attempt: 2 }, attempt(2))).toBe(false);
  expect(isFromLaterAttempt({ attempt: 2 }, attempt(3))).toBe(false);
  expect(isFromLaterAttempt({ attempt: null }, attempt(1))).toBe(false);
});
