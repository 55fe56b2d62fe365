import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { extendedTo, lineHash, readLineHash } from './line-range.ts';
import { logRows, rowAt } from './use-log.ts';

const NONE: ReadonlySet<number> = new Set();
const repeated = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => anEvent(from + at, { message: 'GET /lookup' }));

describe('rows of a log', () => {
  test('stand for all events of a fold', () => {
    const rows = logRows([anEvent(1), ...repeated(2, 5), anEvent(6)], NONE);
    expect(rows.map(({ event, fold }) => [event.seq, fold.events.length])).toEqual([
      [1, 1],
      [2, 4],
      [6, 1],
    ]);
  });

  test('an open fold shows every line, and its first can fold them again', () => {
    const rows = logRows(repeated(2, 4), new Set([2]));
    expect(rows.map(({ event, fold }) => [event.seq, fold.events.length])).toEqual([
      [2, 3],
      [3, 1],
      [4, 1],
    ]);
  });

  test('a fold stays open when older lines join it in front', () => {
    expect(logRows(repeated(1, 4), new Set([3])).length).toBe(4);
  });

  test('a rule separates attempts, and none stands before the first', () => {
    const events = [null, 1, 1, null, 1, 2].map((attempt, at) => anEvent(at + 1, { attempt }));
    expect(logRows(events, NONE).map(({ cut }) => cut)).toEqual([false, true, false, false, false, true]);
  });

  test('hold every event, whatever is open', () => {
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

  test('an event is found in the row that holds it', () => {
    const rows = logRows([anEvent(1), ...repeated(2, 5), anEvent(9)], NONE);
    expect([0, 1, 4, 7, 9, 99].map((seq) => rowAt(rows, seq))).toEqual([-1, 0, 1, 1, 2, 2]);
  });
});

describe('the lines an address points to', () => {
  test('are one or a stretch, whichever end comes first', () => {
    expect(readLineHash('#L75')).toEqual({ from: 75, to: 75 });
    expect(readLineHash('L75-L70')).toEqual({ from: 70, to: 75 });
  });

  test('are none where the address says something else', () => {
    for (const hash of ['', '#', '#L', '#Lx', '#L1-', '#L-5', '#extractions', `#L${'9'.repeat(16)}`])
      expect(readLineHash(hash)).toBeNull();
  });

  test('grow to where shift is pressed', () => {
    expect(lineHash(extendedTo({ from: 70, to: 70 }, 75))).toBe('L70-L75');
    expect(lineHash(extendedTo(null, 75))).toBe('L75');
  });

  test('are read as they were written', () => {
    const seq = fc.integer({ min: 1, max: 10 ** 15 - 1 });
    fc.assert(
      fc.property(seq, seq, (a, b) => {
        const range = { from: Math.min(a, b), to: Math.max(a, b) };
        expect(readLineHash(lineHash(range))).toEqual(range);
      }),
    );
  });
});
