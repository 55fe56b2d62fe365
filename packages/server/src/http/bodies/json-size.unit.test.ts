import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createJsonMeter, type JsonSize, type JsonSizeLimit } from './json-size.ts';

const NO_LIMIT: JsonSizeLimit = { levels: Number.POSITIVE_INFINITY, nodes: Number.POSITIVE_INFINITY };

const measure = (text: string | Uint8Array, limit = NO_LIMIT) =>
  createJsonMeter(limit).add(typeof text === 'string' ? Buffer.from(text) : text);

/** The same by way of the parser. */
const sizeOf = (value: unknown): JsonSize => {
  if (value === null || typeof value !== 'object') return { levels: 0, nodes: 1 };
  const sizes = Object.values(value).map(sizeOf);
  const keys = Array.isArray(value) ? 0 : sizes.length;
  return {
    levels: 1 + Math.max(0, ...sizes.map(({ levels }) => levels)),
    nodes: 1 + keys + sizes.reduce((sum, { nodes }) => sum + nodes, 0),
  };
};

/** JSON of any kind, with and without spaces, its strings with every escape. */
const json = fc
  .tuple(fc.json({ stringUnit: 'binary', maxDepth: 6 }), fc.constantFrom(undefined, 1, '\t'))
  .map(([text, space]) => JSON.stringify(JSON.parse(text), undefined, space));

describe('the size of a JSON text', () => {
  test.each([
    ['null', { levels: 0, nodes: 1 }],
    ['[]', { levels: 1, nodes: 1 }],
    [' [ [ ] , { } ] ', { levels: 2, nodes: 3 }],
    ['{"a":1,"b":[true,false]}', { levels: 2, nodes: 7 }],
    [String.raw`{"a\"[{":"\\","é":-1.5e3}`, { levels: 1, nodes: 5 }],
    ['["[[[[","]"]', { levels: 1, nodes: 3 }],
  ])('of %s is counted', (text, size) => {
    expect(measure(text)).toEqual(size);
  });

  test('is that of what the parser makes of it', () => {
    fc.assert(
      fc.property(json, (text) => {
        expect(measure(text)).toEqual(sizeOf(JSON.parse(text)));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is the same however the text is cut into parts', () => {
    fc.assert(
      fc.property(json, fc.array(fc.nat(40)), (text, lengths) => {
        const bytes = Buffer.from(text);
        const meter = createJsonMeter(NO_LIMIT);
        let at = 0;
        for (const length of lengths) {
          meter.add(bytes.subarray(at, at + length));
          at += length;
        }
        expect(meter.add(bytes.subarray(at))).toEqual(measure(bytes));
      }),
    );
  });

  test('of a text that is no JSON is counted without an error', () => {
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => {
        expect(measure(bytes)).toMatchObject({ nodes: expect.any(Number) });
      }),
    );
  });
});

describe('a limit', () => {
  test('is passed by exactly the texts that are larger', () => {
    fc.assert(
      fc.property(json, fc.nat(20), fc.nat(4), (text, nodes, levels) => {
        const size = sizeOf(JSON.parse(text));
        const fits = size.nodes <= nodes && size.levels <= levels;
        const measured = measure(text, { nodes, levels });
        const allowed = fits ? [size] : ['too_deep', 'too_many_nodes'];
        expect(allowed).toContainEqual(measured);
      }),
    );
  });

  test('ends the count before the end of the text', () => {
    const meter = createJsonMeter({ levels: 200, nodes: 1_000 });
    expect(meter.add(Buffer.from('['.repeat(200)))).toEqual({ levels: 200, nodes: 200 });
    expect(meter.add(Buffer.from('['))).toBe('too_deep');
    expect(measure('[1,2,3]', { levels: 9, nodes: 3 })).toBe('too_many_nodes');
  });
});
