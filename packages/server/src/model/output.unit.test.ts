import { expect, test } from 'vitest';
import { isFromLaterAttempt } from './output.ts';

const attempt = (number: number) => ({ jobId: 'j', attempt: number, key: 'metadata:0' });

test('what is stored stands against an earlier attempt only', () => {
  expect(isFromLaterAttempt({ attempt: 2 }, attempt(1))).toBe(true);
  expect(isFromLaterAttempt({ attempt: 2 }, attempt(2))).toBe(false);
  expect(isFromLaterAttempt({ attempt: 2 }, attempt(3))).toBe(false);
  expect(isFromLaterAttempt({ attempt: null }, attempt(1))).toBe(false);
});
