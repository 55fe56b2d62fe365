import { expect, test } from 'vitest';
import { wantsFile } from './wants-file.ts';

test('an extractor wants a file where one of its patterns covers the type', () => {
  const process = { file: ['image/*', 'text/csv'] };
  expect(wantsFile(process, 'image/png')).toBe(true);
  expect(wantsFile(process, 'text/csv; charset=utf-8')).toBe(true);
  expect(wantsFile(process, 'text/plain')).toBe(false);
});

test('one that names no files wants none', () => {
  expect(wantsFile({ dataset: ['*'] }, 'text/plain')).toBe(false);
});
