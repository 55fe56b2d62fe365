import { expect, test } from 'vitest';
import { anExtractor } from '../jobs/builders.ts';
import {
  type Accepts,
  acceptsAnyOf,
  acceptsDatasets,
  acceptsType,
  groupExtractors,
} from './fitting-extractors.ts';

const words = anExtractor({ name: 'words', process: { file: ['text/*'] } });
const images = anExtractor({ name: 'images', process: { file: ['image/*'] } });
const off = anExtractor({ name: 'off', process: { file: ['text/*'] }, enabled: false });
const report = anExtractor({ name: 'report', process: { dataset: ['file.added'] } });
const all = [words, images, off, report];
const names = (accepts: Accepts, search = '', chosen: string | null = null) => {
  const { fitting, others, disabled } = groupExtractors(all, accepts, { search, chosen });
  return [fitting, others, disabled].map((group) => group.map(({ name }) => name));
};

test('extractors for the type come first, disabled ones last', () => {
  expect(names(acceptsType('text/plain'))).toEqual([['words'], ['images', 'report'], ['off']]);
});

test('for a dataset, extractors with dataset triggers come first', () => {
  expect(names(acceptsDatasets)).toEqual([['report'], ['images', 'words'], ['off']]);
});

test('for many files, extractors for any of their types come first', () => {
  const files = [{ contentType: 'text/csv' }, { contentType: 'image/png' }];
  expect(names(acceptsAnyOf(files))[0]).toEqual(['images', 'words']);
  expect(names(acceptsAnyOf([]))[0]).toEqual([]);
});

test('a search never hides the chosen extractor', () => {
  expect(names(acceptsType('text/plain'), 'wor')).toEqual([['words'], [], []]);
  expect(names(acceptsType('text/plain'), 'wor', 'images')).toEqual([['words'], ['images'], []]);
});
