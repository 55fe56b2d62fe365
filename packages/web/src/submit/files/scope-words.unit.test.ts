import { expect, test } from 'vitest';
import { ALL_FILES } from './file-scope.ts';
import { scopeWords } from './scope-words.ts';

const counts = { meant: 14, listed: 20, total: 20, complete: true };

test('how many files will be submitted is said before they are', () => {
  expect(scopeWords(ALL_FILES, counts)).toBe('14 files will each get a job of their own.');
  expect(scopeWords(ALL_FILES, { ...counts, meant: 1 })).toBe('1 file will get a job of its own.');
  expect(scopeWords(ALL_FILES, { ...counts, meant: 0 })).toBe('There is no such file.');
});

test('while they are counted no number is given out for the whole', () => {
  expect(scopeWords(ALL_FILES, { meant: 3_000, listed: 3_000, total: 10_000, complete: false })).toBe(
    'Counting… 3,000 of 10,000 files',
  );
});

test('without an extension or a type nothing is meant', () => {
  expect(scopeWords({ ...ALL_FILES, scope: 'extension' }, counts)).toBe('Choose one extension or more.');
  expect(scopeWords({ ...ALL_FILES, scope: 'type' }, counts)).toBe('Choose one type or more.');
});
