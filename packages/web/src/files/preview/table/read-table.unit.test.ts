import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { readTable, SEPARATORS, sniffSeparator } from './read-table.ts';

const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`;

const aCell = fc.string({ unit: fc.constantFrom('a', 'b', ' ', 'ö', '"', '\n', '1', '.'), maxLength: 8 });

const aTable = fc
  .integer({ min: 2, max: 6 })
  .chain((width) =>
    fc.array(fc.array(aCell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 20 }),
  );

describe('a table', () => {
  it('has the cells that were written, whatever separates them', () => {
    fc.assert(
      fc.property(aTable, fc.constantFrom(...SEPARATORS), (cells, separator) => {
        const text = cells.map((row) => row.map(quoted).join(separator)).join('\r\n');
        const table = readTable(text, true);
        const named = table.rows.length < cells.length;
        expect(table.separator).toBe(separator);
        expect(table.rows).toEqual(named ? cells.slice(1) : cells);
        expect(table.isCut).toBe(false);
      }),
    );
  });

  it('names its columns by the first row, if that looks unlike the others', () => {
    const { columns, rows } = readTable(
      'core,depth_cm,taken,note\nC1,10,2026-05-01,dry\nC2,NA,2026-05-02,\n',
      true,
    );
    expect(columns).toEqual([
      { name: 'core', type: 'text' },
      { name: 'depth_cm', type: 'number' },
      { name: 'taken', type: 'date' },
      { name: 'note', type: 'text' },
    ]);
    expect(rows).toHaveLength(2);
    expect(readTable('1,2\n3,4\n', true).columns.map(({ name }) => name)).toEqual(['1', '2']);
  });

  it('reads decimal commas between semicolons as numbers', () => {
    const { separator, columns } = readTable('ph;carbon\n6,8;1.234,5\n6,9;2,5e-3\n', true);
    expect(separator).toBe(';');
    expect(columns[0]?.type).toBe('number');
  });

  it('has 1,000 rows at most, and leaves out the row that is broken off', () => {
    const text = `a,b\n${'1,2\n'.repeat(1500)}`;
    expect(readTable(text, true)).toMatchObject({ isCut: true, rows: { length: 1000 } });
    expect(readTable('a,b\n1,2\n3,', false)).toMatchObject({ isCut: true, rows: [['1', '2']] });
    expect(readTable(`a,b\n${'1,2\n'.repeat(1000)}`, true)).toMatchObject({
      isCut: false,
      rows: { length: 1000 },
    });
  });

  it('of 10,000 columns, or of rows of different lengths, has a column for each cell', () => {
    const wide = Array.from({ length: 10_000 }, (_, n) => n).join(',');
    expect(readTable(`${wide}\n${wide}\n`, true).columns).toHaveLength(10_000);
    expect(readTable('a,b\n1\n1,2,3\n', true).columns.map(({ name }) => name)).toEqual(['a', 'b', '3']);
  });

  it('of a quote that never ends is one row', () => {
    expect(readTable(`a,b\n"${'x,y\n'.repeat(1000)}`, true).rows).toHaveLength(1);
  });

  it('without rows is empty', () => {
    expect(readTable('', true)).toMatchObject({ rows: [], columns: [] });
  });
});

test.each([
  ['a\tb,c\n1\t2,3\n', '\t'],
  ['name,note\nx,"a; b"\ny,"c; d"\n', ','],
  ['one column\nof text\n', ','],
  ['a|b\n1|2\n', '|'],
])('%j is separated by %j', (text, separator) => {
  expect(sniffSeparator(text)).toBe(separator);
});
