import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fileName } from '../files/file-name.ts';
import { entryNames } from './archive-entries.ts';

test('later files of a name get their id before the extension', () => {
  const files = [
    { id: '1', name: 'a.tar.gz' },
    { id: '2', name: 'a.tar.gz' },
    { id: '3', name: 'README' },
    { id: '4', name: 'README' },
    { id: '5', name: '.bashrc' },
    { id: '6', name: '.bashrc' },
  ];
  expect(entryNames(files)).toEqual(['a.tar.gz', 'a.tar_2.gz', 'README', 'README_4', '.bashrc', '.bashrc_6']);
});

test('a name that begins like a drive is changed', () => {
  expect(entryNames([{ id: '1', name: 'c:windows' }])).toEqual(['c_windows']);
});

test('a name that another file has already is extended again', () => {
  const files = [
    { id: '1', name: 'a.txt' },
    { id: '2', name: 'a_3.txt' },
    { id: '3', name: 'a.txt' },
  ];
  expect(entryNames(files)).toEqual(['a.txt', 'a_3.txt', 'a_3_3.txt']);
});

test('all names differ and fit a file system', () => {
  const names = fc.oneof(fc.constantFrom('a.txt', 'a', 'x'.repeat(260), 'é'.repeat(130)), fc.string());
  fc.assert(
    fc.property(fc.array(names, { maxLength: 30 }), (given) => {
      const files = given.map((name, n) => ({ id: `018f0000-0000-7000-8000-${n}`, name: fileName(name) }));
      const named = entryNames(files);
      expect(named).toHaveLength(files.length);
      expect(new Set(named).size).toBe(named.length);
      for (const name of named) {
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).not.toMatch(/[/\\]|^\.{0,2}$/);
      }
    }),
  );
});
