import { expect, test } from 'vitest';
import { aJob } from './builders.ts';
import { errorLine } from './error-text.ts';

test("an error is its first line without pyClowder's retry count", () => {
  const error = { message: '(#10) no such table\n  at line 3', attempt: 11 };
  expect(errorLine(aJob.failed({ error }))).toBe('no such table');
});

test("a lost job's error is the server's reason", () => {
  expect(errorLine(aJob.lost())).toBe('Silent for 24 h; no instance alive, last seen 25 h ago');
});
