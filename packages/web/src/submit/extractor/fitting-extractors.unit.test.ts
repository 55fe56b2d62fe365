import { expect, test } from 'vitest';
import { anExtractor } from '../../jobs/builders.ts';
import { choicesOf, wantsAnyOf, wantsDatasets, wantsType } from './fitting-extractors.ts';

const words = anExtractor({ name: 'words', process: { file: ['text/*'] } });
const images = anExtractor({ name: 'images', process: { file: ['image/*'] } });
const off = anExtractor({ name: 'off', process: { file: ['text/*'] }, enabled: false });
const report = anExtractor({ name: 'report', process: { dataset: ['file.added'] } });
const all = [words, images, off, report];
const names = (wants: Parameters<typeof choicesOf>[1], find = '', chosen: string | null = null) => {
  const { fitting, others, off: switchedOff } = choicesOf(all, wants, { find, chosen });
  return [fitting, others, switchedOff].map((group) => group.map(({ name }) => name));
};

test('what is made for the type comes first, all others below, what is switched off last', () => {
  expect(names(wantsType('text/plain'))).toEqual([['words'], ['images', 'report'], ['off']]);
});

test('for a whole dataset those come first that wait for datasets', () => {
  expect(names(wantsDatasets)).toEqual([['report'], ['images', 'words'], ['off']]);
});

test('for many files those come first that take any of their types', () => {
  const files = [{ contentType: 'text/csv' }, { contentType: 'image/png' }];
  expect(names(wantsAnyOf(files))[0]).toEqual(['images', 'words']);
  expect(names(wantsAnyOf([]))[0]).toEqual([]);
});

test('what is looked for hides the rest, but never the one that is chosen', () => {
  expect(names(wantsType('text/plain'), 'wor')).toEqual([['words'], [], []]);
  expect(names(wantsType('text/plain'), 'wor', 'images')).toEqual([['words'], ['images'], []]);
});
