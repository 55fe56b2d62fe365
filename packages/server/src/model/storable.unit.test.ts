import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isTooDeep } from './storable.ts';

const nested = (levels: number): unknown => {
  let document: unknown = 1;
  for (let level = 0; level < levels; level += 1) document = level % 2 ? [document] : { document };
  return document;
};

test('a document may have 200 levels and no more', () => {
  expect(isTooDeep(nested(200))).toBe(false);
  expect(isTooDeep(nested(201))).toBe(true);
});

test('a document of a million levels overflows no stack', () => {
  expect(isTooDeep(nested(1_000_000))).toBe(true);
});

test('a wide document is not too deep', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 20 }), (document) => {
      expect(isTooDeep(document)).toBe(false);
    }),
  );
});
