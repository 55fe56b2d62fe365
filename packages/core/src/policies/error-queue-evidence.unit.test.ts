import { expect, test } from 'vitest';
import type { AttemptOutcome } from '../job/job.ts';
import { failedByErrorQueue } from './error-queue-evidence.ts';

const CASES: readonly (readonly [AttemptOutcome[], number, boolean])[] = [
  [['SUCCEEDED'], 0, false],
  [['SUCCEEDED'], 1, true],
  [['RESUBMITTED', 'SUCCEEDED'], 1, true],
  // Its message was copied back, and is still in the error queue.
  [['FAILED', 'SUCCEEDED'], 1, false],
  [['LOST', 'SUCCEEDED'], 1, false],
  [['FAILED', 'SUCCEEDED'], 2, true],
  // Which of the two failed is not known.
  [['SUCCEEDED', 'SUCCEEDED'], 1, false],
  [['SUCCEEDED', 'FAILED'], 2, false],
  [['SUCCEEDED', 'RUNNING'], 1, false],
  [[], 1, false],
];

test.each(CASES)('attempts %j with %i messages in the error queue: %s', (outcomes, messages, expected) => {
  const attempts = outcomes.map((outcome) => ({ outcome }));
  expect(failedByErrorQueue(attempts, messages)).toBe(expected);
});
