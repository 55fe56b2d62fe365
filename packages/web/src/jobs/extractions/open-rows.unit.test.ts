import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOpenRows, openJobIds, readOpenRows } from './open-rows.ts';

const ID = '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9';
const OTHER = '01a20f3e-7d41-7c02-9a51-7fe0c3ab61da';

test('opened rows are named by kind and short id', () => {
  const keys = ['x:ncsa.ocr', `j:${ID}`, `a:${ID}:2`, `f:${ID}:17`];
  const open = keys.reduce((before, key) => changeOpenRows(before, key, true), '');
  expect(open).toBe('x.ncsa.ocr j.c3ab61d9 a.c3ab61d9.2 f.c3ab61d9.17');
  for (const key of keys) expect(readOpenRows(open)(key, false)).toBe(true);
  expect(readOpenRows(open)(`j:${OTHER}`, false)).toBe(false);
});

test('what is open from the start is named once it was closed', () => {
  const key = `a:${ID}:2`;
  expect(readOpenRows('')(key, true)).toBe(true);
  const closed = changeOpenRows('', key, false);
  expect(closed).toBe('-a.c3ab61d9.2');
  expect(readOpenRows(closed)(key, true)).toBe(false);
  expect(readOpenRows(changeOpenRows(closed, key, true))(key, true)).toBe(true);
});

test('the contents of open jobs and runs are loaded', () => {
  expect(openJobIds('x.ncsa.ocr j.c3ab61d9 r.00000000', [ID, OTHER])).toEqual([ID]);
  expect(openJobIds('', [ID, OTHER])).toEqual([]);
});

test('opening and closing a row changes only that row, whatever its name', () => {
  const key = fc.oneof(
    fc.string({ minLength: 1 }).map((name) => `x:${name}`),
    fc.uuid().map((id) => `j:${id}`),
  );
  fc.assert(
    fc.property(fc.uniqueArray(key, { maxLength: 20 }), key, (keys, one) => {
      fc.pre(keys.every((other) => other.slice(-8) !== one.slice(-8)));
      const before = keys.reduce((open, other) => changeOpenRows(open, other, true), '');
      const opened = changeOpenRows(before, one, true);
      expect(readOpenRows(opened)(one, false)).toBe(true);
      expect(changeOpenRows(opened, one, false)).toBe(before);
    }),
  );
});

test('beyond the longest address, the rows that were opened first are left out', () => {
  const keys = Array.from({ length: 400 }, (_, n) => `x:extractor-${n}`);
  const open = keys.reduce((before, key) => changeOpenRows(before, key, true), '');
  expect(open.length).toBeLessThanOrEqual(4_000);
  expect(readOpenRows(open)('x:extractor-399', false)).toBe(true);
  expect(readOpenRows(open)('x:extractor-0', false)).toBe(false);
});
