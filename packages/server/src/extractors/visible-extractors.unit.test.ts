import { expect, test } from 'vitest';
import { hasCategory } from './visible-extractors.ts';

test.each<[string, string[] | undefined, unknown, boolean]>([
  ['no category is asked for', undefined, ['Convert'], true],
  ['the list of categories is empty', [], ['Convert'], true],
  ['one of its categories is asked for, in any case', ['convert', 'other'], ['Index', 'CONVERT'], true],
  ['none of its categories is asked for', ['index'], ['CONVERT'], false],
  ['it announced none and extractors are asked for', ['extract'], undefined, true],
  ['it announced none and another is asked for', ['convert'], undefined, false],
  ['its categories are no list', ['extract'], 'CONVERT', true],
  ['a category is no text', ['7'], [7], false],
])('category: %s', (_, wanted, categories, isListed) => {
  expect(hasCategory(wanted)({ info: { categories } })).toBe(isListed);
});
