import { expect, test } from 'vitest';
import { aDatasetExtractor } from '../jobs/builders.ts';
import {
  type Accepts,
  acceptsAnyOf,
  acceptsDatasets,
  acceptsType,
  groupExtractors,
} from './fitting-extractors.ts';

const words = aDatasetExtractor({ name: 'words', process: { file: ['text/*'] } });
const images = aDatasetExtractor({ name: 'images', process: { file: ['image/*'] } });
const off = aDatasetExtractor({ name: 'off', process: { file: ['text/*'] }, enabled: false });
const report = aDatasetExtractor({ name: 'report', process: { dataset: ['file.added'] } });
const inSpace = aDatasetExtractor({ name: 'unwanted', process: { file: ['text/*'] }, off_in_spaces: true });
const all = [words, images, off, report, inSpace];
const names = (accepts: Accepts, search = '', chosen: string | null = null) => {
  const { fitting, others, off: notOn } = groupExtractors(all, accepts, { search, chosen });
  return [fitting, others, notOn].map((group) => group.map(({ name }) => name));
};

test('extractors for the type come first, those that are off last', () => {
  expect(names(acceptsType('text/plain'))).toEqual([['words'], ['images', 'report'], ['off', 'unwanted']]);
});

test('for a dataset, extractors with dataset triggers come first', () => {
  expect(names(acceptsDatasets)).toEqual([['report'], ['images', 'words'], ['off', 'unwanted']]);
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
