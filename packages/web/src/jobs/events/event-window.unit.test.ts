import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import {
  appendLive,
  appendPage,
  type EventPage,
  type EventWindow,
  prependPage,
  windowAround,
  windowAtEnd,
} from './event-window.ts';

const events = (from: number, to: number) =>
  Array.from({ length: to - from + 1 }, (_, at) => anEvent(from + at));
const page = (from: number, to: number, next: number | null = null): EventPage => ({
  items: events(from, to),
  next,
});
const seqs = (window: EventWindow) => window.events.map(({ seq }) => seq);

describe('a window of events', () => {
  test('starts with the newest events, sorted by seq', () => {
    const window = windowAtEnd({ items: events(8, 10).toReversed(), next: 8 });
    expect(seqs(window)).toEqual([8, 9, 10]);
    expect(window).toMatchObject({ older: true, newer: false });
  });

  test('grows at its start until nothing older is left', () => {
    const window = prependPage(windowAtEnd(page(4, 5, 4)), page(1, 3));
    expect(seqs(window)).toEqual([1, 2, 3, 4, 5]);
    expect(window.older).toBe(false);
  });

  test('says that some of its events come from an archive, once they do', () => {
    const window = windowAtEnd(page(4, 5, 4));
    expect(window.archived).toBe(false);
    const older = prependPage(window, { ...page(1, 3), archived: true });
    expect([older.archived, appendPage(older, page(6, 7)).archived]).toEqual([true, true]);
  });

  test('drops its end when it grows too long at its start', () => {
    const window = prependPage(windowAtEnd(page(4, 6, 4)), page(1, 3), 4);
    expect(seqs(window)).toEqual([1, 2, 3, 4]);
    expect(window.newer).toBe(true);
  });

  test('drops its start when it grows too long at its end', () => {
    const window = appendPage(windowAround(page(1, 2), page(3, 4, 4)), page(5, 6), 4);
    expect(seqs(window)).toEqual([3, 4, 5, 6]);
    expect(window).toMatchObject({ older: true, newer: false });
  });

  test('joins two pages around a line', () => {
    const window = windowAround(page(3, 4, 3), page(5, 6, 6));
    expect(seqs(window)).toEqual([3, 4, 5, 6]);
    expect(window).toMatchObject({ older: true, newer: true });
  });

  test('appends no live event while events before it are missing', () => {
    const window = windowAround(page(1, 2), page(3, 4, 4));
    expect(appendLive(window, anEvent(9))).toBe(window);
  });

  test('ignores a repeated live event', () => {
    const window = windowAtEnd(page(1, 3));
    expect(appendLive(window, anEvent(3))).toBe(window);
  });

  test('holds live events in order and once, whatever order they come in', () => {
    const delivered = fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 60 });
    fc.assert(
      fc.property(delivered, fc.integer({ min: 1, max: 30 }), (numbers, most) => {
        const window = numbers.reduce(
          (now, seq) => appendLive(now, anEvent(seq), most),
          windowAtEnd(page(1, 0)),
        );
        const kept = seqs(window);
        expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
        expect(kept.length).toBeLessThanOrEqual(most);
        expect(numbers).toEqual(expect.arrayContaining(kept));
      }),
    );
  });
});
