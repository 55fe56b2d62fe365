import { describe, expect, it } from 'vitest';
import { anAttempt } from '../job/job.builder.ts';
import { failedInOutage } from './outage-policy.ts';

const OUTAGE = { from: 10_000, to: 16_000, caughtUpAt: 17_000 };
const EARLIER = { from: 2_000, to: 3_000, caughtUpAt: 4_000 };
const failed = (endedAt: number, error = 'Connection refused') =>
  anAttempt('FAILED', { startedAt: endedAt - 500, endedAt, error });
const retried = (endedAt: number) => anAttempt('RESUBMITTED', { startedAt: endedAt - 500, endedAt });

describe('a failure', () => {
  it('whose tries ended in an outage is to be tried again, with the numbers', () => {
    expect(failedInOutage([retried(9_000), retried(16_500), failed(16_900)], [OUTAGE], null)).toEqual({
      code: 'taken_back',
      text: 'Taken back: no server answered for 6 s, and 2 of 3 tries ended in that time',
      facts: { outageMs: 6_000, attempts: 3, attemptsInOutage: 2 },
    });
  });

  it('that came later is to be tried again where an outage had used up some of its tries', () => {
    const tries = [retried(2_500), retried(9_000), retried(16_000), failed(60_000, 'It cannot be read')];
    expect(failedInOutage(tries, [OUTAGE, EARLIER], null)?.facts).toEqual({
      outageMs: 7_000,
      attempts: 4,
      attemptsInOutage: 2,
    });
  });

  it('stands where all tries of the outage came before it was last taken back', () => {
    const tries = [retried(16_000), failed(16_500), failed(60_000)];
    expect(failedInOutage(tries, [OUTAGE], 20_000)).toBeUndefined();
    expect(failedInOutage(tries, [OUTAGE], 16_200)).toBeUndefined();
    expect(failedInOutage(tries, [OUTAGE], 16_000)?.facts).toMatchObject({
      attempts: 2,
      attemptsInOutage: 1,
    });
  });

  it.each([
    ['before the outage', failed(10_000)],
    ['after everything was received', failed(17_001)],
    ['by the handler itself', failed(16_000, 'Aborting message: no such column')],
    ['by a program that the extractor started', failed(16_000, 'Error in subprocess [exit code=1]:\n')],
    ['without being one', anAttempt('SUCCEEDED', { endedAt: 16_000 })],
  ])('that came %s stands', (_, last) => {
    expect(failedInOutage([retried(9_500), last], [OUTAGE], null)).toBeUndefined();
  });

  it('stands where an attempt in the outage did not fail', () => {
    const lost = anAttempt('LOST', { startedAt: 9_000, endedAt: 16_000 });
    expect(failedInOutage([lost, failed(60_000)], [OUTAGE], null)).toBeUndefined();
  });

  it('without an outage, or before any try, stands', () => {
    expect(failedInOutage([failed(16_000)], [], null)).toBeUndefined();
    expect(failedInOutage([], [OUTAGE], null)).toBeUndefined();
  });
});
