import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExtractorInfo } from './extractor.ts';
import { StatusReport } from './report.ts';

test('parsing a report never throws', () => {
  fc.assert(
    fc.property(fc.anything(), (value) => {
      expect(typeof StatusReport.safeParse(value).success).toBe('boolean');
    }),
  );
});

test('a report without a message has an empty one', () => {
  const report = StatusReport.parse({
    id: '0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b',
    kind: 'PROGRESS',
    progress: 0.5,
  });
  expect(report.message).toBe('');
});

test('a progress outside 0..1, or one that is no number, is refused', () => {
  const id = '0190a3c4-5b6d-7e8f-9a0b-1c2d3e4f5a6b';
  for (const progress of [-0.1, 1.1, Number.NaN, Number.POSITIVE_INFINITY, '0.5'])
    expect(StatusReport.safeParse({ id, kind: 'PROGRESS', progress }).success).toBe(false);
});

test("an extractor's info takes a number as version, one repository as a list, and keeps unknown keys", () => {
  const info = ExtractorInfo.parse({
    name: 'ncsa.wordcount',
    version: 2,
    repository: { repType: 'git', repUrl: 'https://example.org/x.git' },
    bibtex: ['@article{}'],
  });
  expect(info.version).toBe('2');
  expect(info.repository).toHaveLength(1);
  expect(info['bibtex']).toEqual(['@article{}']);
});

test('a name that could not be a queue name or a path segment is refused', () => {
  for (const name of ['', '../x', 'a b', 'a/b', '.hidden', 'x'.repeat(129)])
    expect(ExtractorInfo.safeParse({ name, version: '1' }).success, name).toBe(false);
});
