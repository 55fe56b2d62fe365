import { describe, expect, test } from 'vitest';
import { isUnchanged, rangeHolds } from './conditional.ts';

const version = { etag: '"abc"', lastModified: Date.parse('2026-11-24T09:30:00.500Z') };

describe('If-None-Match', () => {
  test.each([
    [undefined, false],
    ['"abc"', true],
    ['W/"abc"', true],
    ['"x", "abc"', true],
    ['*', true],
    ['"ab"', false],
    ['abc', false],
  ])('%j against "abc" is %j', (header, unchanged) => {
    expect(isUnchanged({ 'if-none-match': header }, version)).toBe(unchanged);
  });
});

describe('If-Range', () => {
  test.each([
    [undefined, true],
    ['"abc"', true],
    ['W/"abc"', false],
    ['"other"', false],
    ['Tue, 24 Nov 2026 09:30:00 GMT', true],
    ['Tue, 24 Nov 2026 09:30:01 GMT', false],
  ])('%j is %j', (header, holds) => {
    expect(rangeHolds({ 'if-range': header }, version)).toBe(holds);
  });
});
