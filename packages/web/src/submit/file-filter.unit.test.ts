import { expect, test } from 'vitest';
import {
  ALL_FILES,
  countValues,
  extensionOf,
  type FileFilter,
  filterFiles,
  filterSummary,
  typeOf,
} from './file-filter.ts';

const file = (filename: string, contentType: string) => ({ id: filename, filename, contentType });
const files = [
  file('a.csv', 'text/csv'),
  file('b.CSV', 'text/csv; charset=utf-8'),
  file('core.png', 'image/png'),
  file('README', 'text/plain'),
  file('.hidden', 'application/octet-stream'),
];
const ids = (filter: Partial<FileFilter>, selected: readonly string[] = []) =>
  filterFiles(files, { ...ALL_FILES, ...filter }, new Set(selected)).map(({ id }) => id);

test('an extension follows the last dot, unless the dot is first', () => {
  expect(files.map(extensionOf)).toEqual(['csv', 'csv', 'png', '', '']);
});

test('extensions and types are counted, the most frequent first', () => {
  expect(countValues(files, extensionOf)).toEqual([
    { name: '', count: 2 },
    { name: 'csv', count: 2 },
    { name: 'png', count: 1 },
  ]);
  expect(countValues(files, typeOf)[0]).toEqual({ name: 'text/csv', count: 2 });
});

test('files match by all, selection, part of the name, extension or type', () => {
  expect(ids({ by: 'all' })).toHaveLength(5);
  expect(ids({ by: 'selected' }, ['README', 'deleted'])).toEqual(['README']);
  expect(ids({ by: 'name', name: ' readme' })).toEqual(['README']);
  expect(ids({ by: 'name' })).toEqual([]);
  expect(ids({ by: 'extension', extensions: ['csv'] })).toEqual(['a.csv', 'b.CSV']);
  expect(ids({ by: 'extension', extensions: ['png', ''] })).toEqual(['core.png', 'README', '.hidden']);
  expect(ids({ by: 'type', types: ['text/csv', 'image/png'] })).toEqual(['a.csv', 'b.CSV', 'core.png']);
  expect(ids({ by: 'type' })).toEqual([]);
});

const counts = { matching: 14, listed: 20, total: 20, complete: true };

test('the summary says how many files will be submitted', () => {
  expect(filterSummary(ALL_FILES, counts)).toBe('14 files will each get a job of their own.');
  expect(filterSummary(ALL_FILES, { ...counts, matching: 1 })).toBe('1 file will get a job of its own.');
  expect(filterSummary(ALL_FILES, { ...counts, matching: 0 })).toBe('No matching files.');
});

test('the summary gives no result while files are being counted', () => {
  expect(filterSummary(ALL_FILES, { matching: 3_000, listed: 3_000, total: 10_000, complete: false })).toBe(
    'Counting… 3,000 of 10,000 files',
  );
});

test('the summary asks for a name, an extension or a type', () => {
  expect(filterSummary({ ...ALL_FILES, by: 'name' }, counts)).toBe('Enter a part of the name.');
  expect(filterSummary({ ...ALL_FILES, by: 'extension' }, counts)).toBe('Choose one extension or more.');
  expect(filterSummary({ ...ALL_FILES, by: 'type' }, counts)).toBe('Choose one type or more.');
});
