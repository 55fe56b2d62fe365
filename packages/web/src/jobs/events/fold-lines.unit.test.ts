import type { Event } from '@pawprint/protocol';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { anEvent } from '../builders.ts';
import { lineText } from './event-kinds.ts';
import { foldLines } from './fold-lines.ts';

const linesOf = (...messages: string[]): Event[] =>
  messages.map((message, at) => anEvent(at + 1, { message }));
const shape = (events: readonly Event[], options = {}) =>
  foldLines(events, options).map(({ kind, events: [first, ...rest] }) => [
    kind,
    lineText(first),
    rest.length + 1,
  ]);

describe('folded lines', () => {
  test('consecutive equal lines are one', () => {
    expect(shape(linesOf('a', 'b', 'b', 'b', 'a'))).toEqual([
      ['line', 'a', 1],
      ['equal', 'b', 3],
      ['line', 'a', 1],
    ]);
  });

  test('lines that differ only in a percentage fold into the first', () => {
    expect(shape(linesOf('10% done', '20% done', '30 % done', 'ready'))).toEqual([
      ['progress', '10% done', 3],
      ['line', 'ready', 1],
    ]);
  });

  test('two progress lines do not fold', () => {
    expect(shape(linesOf('10% done', '20% done')).length).toBe(2);
  });

  test('the last progress line of a live attempt does not fold', () => {
    expect(shape(linesOf('10% done', '20% done', '30% done', '60% done'), { live: true })).toEqual([
      ['progress', '10% done', 3],
      ['line', '60% done', 1],
    ]);
  });

  test('equal lines of a live attempt fold', () => {
    expect(shape(linesOf('b', 'b'), { live: true })).toEqual([['equal', 'b', 2]]);
  });

  test('progress reports without a message fold by their percentage', () => {
    const events = [0.1, 0.2, 0.3].map((progress, index) =>
      anEvent(index + 1, { kind: 'PROGRESS', progress, message: '' }),
    );
    expect(shape(events)).toEqual([['progress', '10% done', 3]]);
  });

  test('an error refers to the line above that shows its trace', () => {
    const trace = 'KeyError: depth\n    at read (plot.ts:3)\n    at run (job.ts:9)';
    const logged = anEvent(1, { kind: 'LOG', level: 'error', message: `Error: ${trace}` });
    const failed = anEvent(2, { kind: 'ERROR', message: trace });
    expect(foldLines([logged, failed]).map(({ traceAbove }) => traceAbove)).toEqual([undefined, true]);
    expect(foldLines([{ ...logged, attempt: 2 }, failed])[1]?.traceAbove).toBeUndefined();
    expect(foldLines([logged, { ...failed, message: 'KeyError: depth' }])[1]?.traceAbove).toBeUndefined();
  });

  test('changes of the state never fold', () => {
    const starts = [1, 2].map((seq) => anEvent(seq, { kind: 'STARTED', message: 'Started processing.' }));
    expect(shape(starts).length).toBe(2);
  });

  test('lines of two attempts never fold', () => {
    const events = [1, 2].map((attempt) => anEvent(attempt, { attempt, message: 'b' }));
    expect(shape(events).length).toBe(2);
  });

  test('lines of different levels never fold', () => {
    const events = (['info', 'warn'] as const).map((level, index) =>
      anEvent(index + 1, { kind: 'LOG', level, message: 'b' }),
    );
    expect(shape(events).length).toBe(2);
  });

  test('no event is lost or moved', () => {
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
