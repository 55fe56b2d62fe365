import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isContainer, jsonRows, type OpenContainers, openAtFirst, parseJson } from './json-rows.ts';

/** Every container of a document, open. */
const allOpen = (root: unknown): OpenContainers => {
  const open = new Map<object, number>();
  const visit = (value: unknown): void => {
    if (!isContainer(value)) return;
    open.set(value, Number.MAX_SAFE_INTEGER);
    Object.values(value).forEach(visit);
  };
  visit(root);
  return open;
};

const countValues = (value: unknown): number =>
  isContainer(value) ? Object.values(value).reduce((sum: number, each) => sum + countValues(each), 1) : 1;

describe('the rows of a document', () => {
  it('are one for each value if all are open, and one if none is', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (document) => {
        const rows = jsonRows(document, allOpen(document));
        expect(rows).toHaveLength(countValues(document));
        expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
        expect(jsonRows(document, new Map())).toHaveLength(1);
      }),
    );
  });

  it('stand in the order of the document, below what they are in', () => {
    const document = { a: [true, { b: null }], c: 1 };
    const rows = jsonRows(document, allOpen(document));
    expect(rows.map(({ depth, name }) => [depth, name])).toEqual([
      [0, null],
      [1, 'a'],
      [2, 1],
      [2, 2],
      [3, 'b'],
      [1, 'c'],
    ]);
  });

  it('of a long list end with how many are left', () => {
    const list = Array.from({ length: 250 }, (_, n) => n);
    const rows = jsonRows(list, openAtFirst(list));
    expect(rows).toHaveLength(102);
    expect(rows.at(-1)?.more).toEqual({ of: list, count: 150 });
  });

  it('of a document that nests 100,000 deep are found without recursion', () => {
    const document = parseJson(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
    expect(jsonRows(document, openAtFirst(document)).length).toBeLessThan(10);
    const open = new Map<object, number>();
    for (let value = document; isContainer(value); value = Object.values(value)[0]) open.set(value, 100);
    expect(open.size).toBe(100_000);
  });
});

describe('a document', () => {
  it('with long numbers is read, too, where it nests 100,000 deep', () => {
    const document = `${'['.repeat(100_000)}12345678901234567890${']'.repeat(100_000)}`;
    expect(isContainer(parseJson(document))).toBe(true);
  });

  it('that is no JSON is refused with a reason', () => {
    expect(() => parseJson('{"a": 01}')).toThrow(SyntaxError);
  });
});
