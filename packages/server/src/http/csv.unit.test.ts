import fc from 'fast-check';
import { expect, test } from 'vitest';
import { csvLine } from './csv.ts';

test('every value is quoted, and quotes in it are doubled', () => {
  expect(csvLine(['a', '', '1 "inch", or\ntwo'])).toBe('"a","","1 ""inch"", or\ntwo"\n');
});

test.each(['=1+1', '+1', '-1', '@x', '\tx', '\rx'])('%j is text, not a formula', (value) => {
  expect(csvLine([value])).toBe(`"'${value}"\n`);
});

/** What a reader of RFC 4180 makes of a line of quoted values. */
const read = (line: string): string[] =>
  [...line.matchAll(/"((?:[^"]|"")*)"[,\n]/gy)].map(([, value = '']) => value.replaceAll('""', '"'));

test('any values are read back unchanged', () => {
  const value = fc.string({ unit: 'binary' }).filter((text) => !/^[=+\-@\t\r]/.test(text));
  fc.assert(
    fc.property(fc.array(value, { minLength: 1 }), (values) => {
      expect(read(csvLine(values))).toEqual(values);
    }),
  );
});
