import { expect, test } from 'vitest';
import { anExtractor } from '../jobs/builders.ts';
import { matchingExtractors } from './matching-extractors.ts';

const words = anExtractor({ name: 'ncsa.wordcount', description: 'Counts words.', author: 'Rob Kooper' });
const pages = anExtractor({ name: 'ncsa.pages', description: 'Counts pages of a PDF.' });
const names = (q: string) => matchingExtractors([words, pages], q).map(({ name }) => name);

test('extractors are sorted by name', () => {
  expect(names('')).toEqual(['ncsa.pages', 'ncsa.wordcount']);
});

test('every word of the search must be in name, description or author', () => {
  expect(names('COUNTS')).toEqual(['ncsa.pages', 'ncsa.wordcount']);
  expect(names('counts pdf')).toEqual(['ncsa.pages']);
  expect(names('  kooper ')).toEqual(['ncsa.wordcount']);
  expect(names('counts images')).toEqual([]);
});
