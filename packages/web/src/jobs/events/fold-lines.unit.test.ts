import type { Event } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { lineText } from './event-kinds.ts';
import { foldLines } from './fold-lines.ts';

const say = (...messages: string[]): Event[] => messages.map((message, at) => anEvent(at + 1, { message }));
const shape = (events: readonly Event[], options = {}) =>
  foldLines(events, options).map(({ kind, events: [first, ...rest] }) => [
    kind,
    lineText(first),
    rest.length + 1,
  ]);

describe('folded lines', () => {
  test('equal lines in a row are one', () => {
    expect(shape(say('a', 'b', 'b', 'b', 'a'))).toEqual([
      ['line', 'a', 1],
      ['equal', 'b', 3],
      ['line', 'a', 1],
    ]);
  });

  test('lines that differ only in how far they are fold to the first', () => {
    expect(shape(say('10% done', '20% done', '30 % done', 'ready'))).toEqual([
      ['progress', '10% done', 3],
      ['line', 'ready', 1],
    ]);
  });

  test('two progress lines are not worth a fold', () => {
    expect(shape(say('10% done', '20% done')).length).toBe(2);
  });

  test('while it runs the last progress line stands alone', () => {
    expect(shape(say('10% done', '20% done', '30% done', '60% done'), { live: true })).toEqual([
      ['progress', '10% done', 3],
      ['line', '60% done', 1],
    ]);
  });

  test('equal lines fold while it runs too', () => {
    expect(shape(say('b', 'b'), { live: true })).toEqual([['equal', 'b', 2]]);
  });

  test('progress reports without words fold by what they show', () => {
    const events = [0.1, 0.2, 0.3].map((progress, index) =>
      anEvent(index + 1, { kind: 'PROGRESS', progress, message: '' }),
    );
    expect(shape(events)).toEqual([['progress', '10% done', 3]]);
  });

  test('what changes a state never folds', () => {
    const starts = [1, 2].map((seq) => anEvent(seq, { kind: 'STARTED', message: 'Started processing.' }));
    expect(shape(starts).length).toBe(2);
  });

  test('lines of two attempts never fold into one', () => {
    const events = [1, 2].map((attempt) => anEvent(attempt, { attempt, message: 'b' }));
    expect(shape(events).length).toBe(2);
  });

  test('a warning does not fold into a line of the same words', () => {
    const events = (['info', 'warn'] as const).map((level, index) =>
      anEvent(index + 1, { kind: 'LOG', level, message: 'b' }),
    );
    expect(shape(events).length).toBe(2);
  });

  test('unfolded again, every event is there once and in its place', () => {
    const event = fc.record({
      message: fc.constantFrom('a', 'b', '10% done', '20% done', ''),
      kind: fc.constantFrom('PROCESSING', 'LOG', 'PROGRESS', 'STARTED', 'ERROR'),
      attempt: fc.constantFrom(null, 1, 2),
      progress: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(event, { maxLength: 40 }), fc.boolean(), (parts, live) => {
        const events = parts.map((part, at) => anEvent(at + 1, part as Partial<Event>));
        expect(foldLines(events, { live }).flatMap((fold) => fold.events)).toEqual(events);
      }),
    );
  });
});
