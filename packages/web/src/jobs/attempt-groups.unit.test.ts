import type { Attempt } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupAttempts, groupTitle, sameCause } from './attempt-groups.ts';
import { anAttempt } from './builders.ts';

const retried = (number: number, error: string) => anAttempt(number, { outcome: 'RESUBMITTED', error });
const titles = (attempts: readonly Attempt[]) => groupAttempts(attempts).map(groupTitle);

describe('attempts as rows', () => {
  test('stand newest first', () => {
    expect(titles([anAttempt(1), anAttempt(2)])).toEqual(['Attempt 2', 'Attempt 1']);
  });

  test('with the same error fold, whatever count pyClowder puts in front', () => {
    const attempts = Array.from({ length: 10 }, (_, at) => retried(at + 1, `(#${at + 1}) no such table`));
    const failed = anAttempt(11, { outcome: 'FAILED', error: 'no such table' });
    expect(titles([...attempts, failed])).toEqual(['Attempt 11', 'Attempts 1–10']);
  });

  test('with different errors stay apart', () => {
    expect(titles([retried(1, 'a'), retried(2, 'b'), anAttempt(3)])).toEqual([
      'Attempt 3',
      'Attempt 2',
      'Attempt 1',
    ]);
  });

  test('without a cause stay apart', () => {
    const skipped = [1, 2, 3].map((number) => anAttempt(number, { outcome: 'SKIPPED' }));
    expect(titles(skipped).length).toBe(3);
  });

  test('lost for the same reason fold too', () => {
    const lost = [1, 2].map((number) => anAttempt(number, { outcome: 'LOST', reason: 'the lease ran out' }));
    expect(titles([...lost, anAttempt(3)])).toEqual(['Attempt 3', 'Attempts 1–2']);
  });

  test('the newest never folds', () => {
    const lost = [1, 2, 3].map((number) =>
      anAttempt(number, { outcome: 'LOST', reason: 'the lease ran out' }),
    );
    expect(titles(lost)).toEqual(['Attempt 3', 'Attempts 1–2']);
  });

  test('are each in exactly one row, in order', () => {
    const cause = fc.constantFrom(null, 'a', 'b');
    fc.assert(
      fc.property(fc.array(cause, { maxLength: 15 }), (causes) => {
        const attempts = causes.map((error, at) => anAttempt(at + 1, { outcome: 'RESUBMITTED', error }));
        const back = groupAttempts(attempts)
          .toReversed()
          .flatMap((group) => group);
        expect(back).toEqual(attempts);
      }),
    );
  });
});

describe('one cause for all attempts', () => {
  test('is the same error, whatever the outcome', () => {
    expect(sameCause([retried(1, '(#1) x'), anAttempt(2, { outcome: 'FAILED', error: 'x' })])).toBe(true);
  });

  test('needs more than one attempt, and a cause', () => {
    expect(sameCause([retried(1, 'x')])).toBe(false);
    expect(sameCause([anAttempt(1), anAttempt(2)])).toBe(false);
    expect(sameCause([])).toBe(false);
  });
});
