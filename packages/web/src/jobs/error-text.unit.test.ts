import { expect, test } from 'vitest';
import { aJob } from './builders.ts';
import { errorLine } from './error-text.ts';

test("an error is its first line without pyClowder's retry count", () => {
  const error = { message: '(#10) no such table\n  at line 3', attempt: 11 };
  expect(errorLine(aJob.failed({ error }))).toBe('no such table');
});

test('of a traceback of Python, the last line is the error', () => {
  const message = '(#2) Traceback (most recent call last):\n  File "a.py", line 3\nKeyError: \'depth\'\n';
  expect(errorLine(aJob.failed({ error: { message, attempt: 3 } }))).toBe("KeyError: 'depth'");
});

test("a lost job's error is the server's reason", () => {
  expect(errorLine(aJob.lost())).toBe('Silent for 24 h; no instance alive, last seen 25 h ago');
});
