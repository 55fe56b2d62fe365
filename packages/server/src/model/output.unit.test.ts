import { expect, test } from 'vitest';
import { outlasts } from './output.ts';

const attempt = (number: number) => ({ jobId: 'j', attempt: number, key: 'metadata:0' });

test('what is stored stands against an earlier attempt only', () => {
  expect(outlasts({ attempt: 2 }, attempt(1))).toBe(true);
  expect(outlasts({ attempt: 2 }, attempt(2))).toBe(false);
  expect(outlasts({ attempt: 2 }, attempt(3))).toBe(false);
  expect(outlasts({ attempt: null }, attempt(1))).toBe(false);
});
