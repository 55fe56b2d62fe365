import { expect, test } from 'vitest';
import { ExtractorInfo } from './extractor.ts';
import { refuseName } from './extractor-name.ts';

test.each(['a', 'ana.line-count', 'New', '7_days', 'x'.repeat(128)])('%s is a name', (name) => {
  expect(refuseName(name)).toBeUndefined();
  expect(ExtractorInfo.safeParse({ name, version: '1' }).success).toBe(true);
});

test.each(['', '.a', 'line count', 'größe', 'a/b', 'x'.repeat(129)])('“%s” is no name', (name) => {
  expect(refuseName(name)).toMatch(/letters, digits/);
  expect(ExtractorInfo.safeParse({ name, version: '1' }).success).toBe(false);
});

test('the name of a page, and those of private extractors, are refused with the reason', () => {
  expect(refuseName('new')).toMatch(/name of a page/);
  expect(refuseName('private.k1.mine')).toMatch(/private extractors/);
});
