import { expect, test } from 'vitest';
import { readMeasured, shownText, textOf } from './scalar.tsx';

test.each<[unknown, string, string]>([
  [1_234_567, '1,234,567', '1234567'],
  [-12_000, '-12,000', '-12000'],
  [2026, '2026', '2026'],
  [12_345.678, '12345.678', '12345.678'],
  [1e21, '1e+21', '1e+21'],
  ['1234567', '1234567', '1234567'],
  [true, 'yes', 'true'],
  [null, '–', '–'],
])('%j is shown as %s, and copied as %s', (value, shown, copied) => {
  expect([shownText(value), textOf(value)]).toEqual([shown, copied]);
});

test.each<[unknown, ReturnType<typeof readMeasured>]>([
  [
    { value: 12.5, unit: 'cm' },
    { value: 12.5, unit: 'cm' },
  ],
  [
    { '@type': 'QuantitativeValue', value: 3, unitText: 'kg' },
    { value: 3, unit: 'kg' },
  ],
  [{ value: 1, unit: 'cm', error: 0.1 }, undefined],
  [{ value: 1 }, undefined],
  [{ value: [1], unit: 'cm' }, undefined],
  [{ unit: 'cm' }, undefined],
  [[1, 'cm'], undefined],
  [null, undefined],
])('%j is read as a value with a unit, or is none', (value, measured) => {
  expect(readMeasured(value)).toEqual(measured);
});
