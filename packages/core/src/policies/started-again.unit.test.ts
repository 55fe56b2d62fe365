import { expect, test } from 'vitest';
import { STARTED_AGAIN, startedAgainReason } from './started-again.ts';

const MINUTE = 60_000;

test.each([0, 1, 29, 36, 60, 24 * 60])('a second start after %d min is a message that came again', (min) => {
  expect(startedAgainReason(1_000, 1_000 + min * MINUTE)).toBe(STARTED_AGAIN);
});

test.each([30, 31, 35])("a second start after %d min is the broker's acknowledgement timeout", (min) => {
  const reason = startedAgainReason(1_000, 1_000 + min * MINUTE);
  expect(reason).toContain('acknowledgement timeout');
  expect(reason).toContain('docs/rabbitmq.md');
});
