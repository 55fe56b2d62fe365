import fc from 'fast-check';
import { expect, test } from 'vitest';
import { tagNames } from './tag.ts';

test('whitespace is collapsed, what is empty dropped, what is said twice said once', () => {
  expect(tagNames([' soil \t core', '', '  ', 'clay', 'soil core'])).toEqual(['soil core', 'clay']);
});

test('tidy tags stay as they are, and all tags are tidy', () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (given) => {
      const names = tagNames(given);
      expect(tagNames(names)).toEqual(names);
      for (const name of names) expect(name).toMatch(/^\S+( \S+)*$/u);
    }),
  );
});
