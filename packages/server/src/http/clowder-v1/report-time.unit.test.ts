import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readReportTime } from './metrics.ts';

test.each([
  ['2026-11-24', '2026-11-24T00:00:00.000Z'],
  ['2026-11-24T01:54:22.113-06:00', '2026-11-24T07:54:22.113Z'],
  ['2026-11-24T01:54:22.113 05:30', '2026-11-23T20:24:22.113Z'],
  ['2026-11-24T01:54:22.113Z', '2026-11-24T01:54:22.113Z'],
  ['2026-11-24T01:54:22+0100', '2026-11-24T00:54:22.000Z'],
  ['2026-11-24T01:54+01', '2026-11-24T00:54:00.000Z'],
  ['2026-11-24T01:54:22', '2026-11-24T01:54:22.000Z'],
])('%s is %s', (text, expected) => {
  expect(new Date(readReportTime(text) ?? 0).toISOString()).toBe(expected);
});

test.each(['', 'yesterday', '24.11.2026', '2026-13-01', '2026-11-24T25:00:00Z', '1764000000', 'undefined'])(
  '%j is no time',
  (text) => {
    expect(readReportTime(text)).toBeUndefined();
  },
);

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(readReportTime(text) ?? 0).toSatisfy(Number.isInteger);
    }),
  );
});
