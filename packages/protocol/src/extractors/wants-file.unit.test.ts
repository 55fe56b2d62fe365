import { expect, test } from 'vitest';
import { wantsFile } from './wants-file.ts';

test('an extractor is triggered if one of its patterns matches the type', () => {
  const process = { file: ['image/*', 'text/csv'] };
  expect(wantsFile(process, 'image/png')).toBe(true);
  expect(wantsFile(process, 'text/csv; charset=utf-8')).toBe(true);
  expect(wantsFile(process, 'text/plain')).toBe(false);
});

test('an extractor without patterns is triggered by no file', () => {
  expect(wantsFile({ dataset: ['*'] }, 'text/plain')).toBe(false);
});
