import type { Attempt } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { groupAttempts, groupTitle, sameCause } from './attempt-groups.ts';
import { anAttempt } from './builders.ts';

const retried = (number: number, error: string) => anAttempt(number, { outcome: 'RESUBMITTED', error });
const titles = (attempts: readonly Attempt[]) => groupAttempts(attempts).map(groupTitle);

describe('attempts grouped into rows', () => {
  test('are listed newest first', () => {
    expect(titles([anAttempt(1), anAttempt(2)])).toEqual(['Attempt 2', 'Attempt 1']);
  });

  test('share a row if their errors differ only in the retry count', () => {
    const attempts = Array.from({ length: 10 }, (_, at) => retried(at + 1, `(#${at + 1}) no such table`));
    const failed = anAttempt(11, { outcome: 'FAILED', error: 'no such table' });
    expect(titles([...attempts, failed])).toEqual(['Attempt 11', 'Attempts 1–10']);
  });

  test('with different errors have rows of their own', () => {
    expect(titles([retried(1, 'a'), retried(2, 'b'), anAttempt(3)])).toEqual([
      'Attempt 3',
      'Attempt 2',
      'Attempt 1',
    ]);
  });

  test('without a cause have rows of their own', () => {
    const skipped = [1, 2, 3].map((number) => anAttempt(number, { outcome: 'SKIPPED' }));
    expect(titles(skipped).length).toBe(3);
  });

  test('lost for the same reason share a row', () => {
    const lost = [1, 2].map((number) => anAttempt(number, { outcome: 'LOST', reason: 'the lease ran out' }));
    expect(titles([...lost, anAttempt(3)])).toEqual(['Attempt 3', 'Attempts 1–2']);
  });

  test('never share the row of the newest attempt', () => {
    const lost = [1, 2, 3].map((number) =>
      anAttempt(number, { outcome: 'LOST', reason: 'the lease ran out' }),
    );
    expect(titles(lost)).toEqual(['Attempt 3', 'Attempts 1–2']);
  });

  test('are each in one row, in order', () => {
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

describe('the cause of all attempts', () => {
  test('is the same if their errors are, whatever the outcome', () => {
    expect(sameCause([retried(1, '(#1) x'), anAttempt(2, { outcome: 'FAILED', error: 'x' })])).toBe(true);
  });

  test('is not the same for one attempt, or without a cause', () => {
    expect(sameCause([retried(1, 'x')])).toBe(false);
    expect(sameCause([anAttempt(1), anAttempt(2)])).toBe(false);
    expect(sameCause([])).toBe(false);
  });
});
