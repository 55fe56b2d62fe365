import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import {
  around,
  type EventPage,
  type EventWindow,
  fromTail,
  withLive,
  withNewer,
  withOlder,
} from './event-window.ts';

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => anEvent(from + at));
const page = (from: number, to: number, next: number | null = null): EventPage => ({
  items: events(from, to),
  next,
});
const seqs = (window: EventWindow) => window.events.map(({ seq }) => seq);

describe('a window on the events', () => {
  test('begins with the newest, whichever way round the page comes', () => {
    const window = fromTail({ items: events(8, 10).toReversed(), next: 8 });
    expect(seqs(window)).toEqual([8, 9, 10]);
    expect(window).toMatchObject({ older: true, newer: false });
  });

  test('grows in front until nothing older is left', () => {
    const window = withOlder(fromTail(page(4, 5, 4)), page(1, 3));
    expect(seqs(window)).toEqual([1, 2, 3, 4, 5]);
    expect(window.older).toBe(false);
  });

  test('lets go of its end when it grows too long in front', () => {
    const window = withOlder(fromTail(page(4, 6, 4)), page(1, 3), 4);
    expect(seqs(window)).toEqual([1, 2, 3, 4]);
    expect(window.newer).toBe(true);
  });

  test('lets go of its start when it grows too long behind', () => {
    const window = withNewer(around(page(1, 2), page(3, 4, 4)), page(5, 6), 4);
    expect(seqs(window)).toEqual([3, 4, 5, 6]);
    expect(window).toMatchObject({ older: true, newer: false });
  });

  test('meets itself around a line that was jumped to', () => {
    const window = around(page(3, 4, 3), page(5, 6, 6));
    expect(seqs(window)).toEqual([3, 4, 5, 6]);
    expect(window).toMatchObject({ older: true, newer: true });
  });

  test('takes no live event while newer ones are missing in between', () => {
    const window = around(page(1, 2), page(3, 4, 4));
    expect(withLive(window, anEvent(9))).toBe(window);
  });

  test('a repeated live event changes nothing', () => {
    const window = fromTail(page(1, 3));
    expect(withLive(window, anEvent(3))).toBe(window);
  });

  test('told in any order and twice, events stay in order, each once, none made up', () => {
    const told = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 });
    fc.assert(
      fc.property(told, fc.integer({ min: 1, max: 30 }), (numbers, most) => {
        const window = numbers.reduce((now, seq) => withLive(now, anEvent(seq), most), fromTail(page(1, 0)));
        const kept = seqs(window);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(numbers).toEqual(expect.arrayContaining(kept));
      }),
    );
  });
});
