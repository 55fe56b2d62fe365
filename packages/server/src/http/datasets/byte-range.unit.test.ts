import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseByteRange, rangeApplies } from './byte-range.ts';

describe('parseByteRange', () => {
  test.each([
    [undefined, 'whole'],
    ['', 'whole'],
    ['bytes=0-0', { start: 0, end: 0 }],
    ['bytes=2-5', { start: 2, end: 5 }],
    ['Bytes = 2 - 5', { start: 2, end: 5 }],
    ['bytes=7-', { start: 7, end: 9 }],
    ['bytes=7-999', { start: 7, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=-300', { start: 0, end: 9 }],
    ['bytes=-0', 'none'],
    ['bytes=10-', 'none'],
    ['bytes=99999999999999999999999-', 'none'],
    ['bytes=5-2', 'whole'],
    ['bytes=0-1,3-4', 'whole'],
    ['bytes=-', 'whole'],
    ['bytes=a-b', 'whole'],
    ['lines=1-2', 'whole'],
  ])('%j of ten bytes is %j', (header, wanted) => {
    expect(parseByteRange(header, 10)).toEqual(wanted);
  });

  test('every range lies outside an empty file', () => {
    expect(parseByteRange('bytes=0-', 0)).toBe('none');
    expect(parseByteRange('bytes=-5', 0)).toBe('none');
    expect(parseByteRange(undefined, 0)).toBe('whole');
  });

  test('the bytes sent always lie within the file', () => {
    const headers = fc.oneof(
      fc.string(),
      fc.tuple(fc.option(fc.nat()), fc.option(fc.nat())).map(([a, b]) => `bytes=${a ?? ''}-${b ?? ''}`),
    );
    fc.assert(
      fc.property(headers, fc.nat(), (header, size) => {
        const wanted = parseByteRange(header, size);
        if (typeof wanted === 'string') return;
        expect(wanted.start).toBeGreaterThanOrEqual(0);
        expect(wanted.end).toBeGreaterThanOrEqual(wanted.start);
        expect(wanted.end).toBeLessThan(size);
      }),
    );
  });

  test('a range within the file is sent as requested', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (start, length, rest) => {
        const wanted = parseByteRange(`bytes=${start}-${start + length}`, start + length + 1 + rest);
        expect(wanted).toEqual({ start, end: start + length });
      }),
    );
  });
});

test('a header of many spaces takes time that grows only with their number', () => {
  const spaces = '\t'.repeat(7_000);
  expect(parseByteRange(`bytes=${spaces}-${spaces}-`, 10)).toBe('whole');
});

describe('rangeApplies', () => {
  const version = { etag: '"abc"', lastModified: Date.parse('2026-11-24T09:30:00.500Z') };

  test.each([
    [undefined, true],
    ['"abc"', true],
    ['W/"abc"', false],
    ['"other"', false],
    ['Tue, 24 Nov 2026 09:30:00 GMT', true],
    ['Tue, 24 Nov 2026 09:30:01 GMT', false],
  ])('with If-Range %j is %j', (header, applies) => {
    expect(rangeApplies({ 'if-range': header }, version)).toBe(applies);
  });
});
