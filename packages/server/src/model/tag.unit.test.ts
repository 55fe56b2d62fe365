import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagNames } from './tag.ts';

test('whitespace is collapsed, empty and repeated tags are dropped', () => {
  expect(tagNames([' soil \t core', '', '  ', 'clay', 'soil core'])).toEqual(['soil core', 'clay']);
});

test('all names are tidy, and tidy names stay unchanged', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (given) => {
      const names = tagNames(given);
      expect(tagNames(names)).toEqual(names);
      for (const name of names) expect(name).toMatch(/^\S+( \S+)*$/u);
    }),
  );
});
