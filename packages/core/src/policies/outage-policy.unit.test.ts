import { describe, expect, it } from 'vitest';
import { anAttempt } from '../job/job.builder.ts';
import { failedInOutage } from './outage-policy.ts';

const OUTAGE = { from: 10_000, to: 16_000, caughtUpAt: 17_000 };
const failed = (endedAt: number, error = 'Connection refused') => anAttempt('FAILED', { endedAt, error });
const retried = (endedAt: number) => anAttempt('RESUBMITTED', { endedAt });

describe('a failure', () => {
  it('whose tries ended in an outage is to be tried again, with the numbers', () => {
    expect(failedInOutage([retried(9_000), retried(16_500), failed(16_900)], [OUTAGE])).toEqual({
      code: 'taken_back',
      text: 'Taken back: no server answered for 6 s, and 2 of 3 tries ended in that time, the last among them',
      facts: { outageMs: 6_000, attempts: 3, attemptsInOutage: 2 },
    });
  });

  it.each([
    ['before the outage', failed(10_000)],
    ['after everything was received', failed(17_001)],
    ['by the handler itself', failed(16_000, 'Aborting message: no such column')],
    ['by a program that the extractor started', failed(16_000, 'Error in subprocess [exit code=1]:\n')],
    ['without being one', anAttempt('SUCCEEDED', { endedAt: 16_000 })],
  ])('that came %s stands', (_, last) => {
    expect(failedInOutage([retried(16_000), last], [OUTAGE])).toBeUndefined();
  });

  it('without an outage, or before any try, stands', () => {
    expect(failedInOutage([failed(16_000)], [])).toBeUndefined();
    expect(failedInOutage([], [OUTAGE])).toBeUndefined();
  });
});
