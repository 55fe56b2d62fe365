import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { logRows, rowIndexOf } from './log-rows.ts';

const NONE: ReadonlySet<number> = new Set();
const repeated = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => anEvent(from + at, { message: 'GET /lookup' }));

describe('rows of a log', () => {
  test('show a fold as one row', () => {
    const rows = logRows([anEvent(1), ...repeated(2, 5), anEvent(6)], NONE);
    expect(rows.map(({ event, fold }) => [event.seq, fold.events.length])).toEqual([
      [1, 1],
      [2, 4],
      [6, 1],
    ]);
  });

  test('show every line of an open fold, the first with the fold', () => {
    const rows = logRows(repeated(2, 4), new Set([2]));
    expect(rows.map(({ event, fold }) => [event.seq, fold.events.length])).toEqual([
      [2, 3],
      [3, 1],
      [4, 1],
    ]);
  });

  test('keep a fold open when older lines join it', () => {
    expect(logRows(repeated(1, 4), new Set([3])).length).toBe(4);
  });

  test('start an attempt where the number changes, except in the first row', () => {
    const events = [null, 1, 1, null, 1, 2].map((attempt, at) => anEvent(at + 1, { attempt }));
    expect(logRows(events, NONE).map(({ startsAttempt }) => startsAttempt)).toEqual([
      false,
      true,
      false,
      false,
      false,
      true,
    ]);
  });

  test('show every event, whatever is open', () => {
    const message = fc.constantFrom('a', 'b', '1%', '2%');
    fc.assert(
      fc.property(fc.array(message), fc.array(fc.nat(20)), (messages, opened) => {
        const events = messages.map((text, at) => anEvent(at + 1, { message: text }));
        const rows = logRows(events, new Set(opened));
        const held = rows.flatMap(({ event, fold, open }) => (open ? [event] : fold.events));
        expect(held.map(({ seq }) => seq)).toEqual(events.map(({ seq }) => seq));
      }),
    );
  });

  test('are found by the event they show', () => {
    const rows = logRows([anEvent(1), ...repeated(2, 5), anEvent(9)], NONE);
    expect([0, 1, 4, 7, 9, 99].map((seq) => rowIndexOf(rows, seq))).toEqual([-1, 0, 1, 1, 2, 2]);
  });
});
