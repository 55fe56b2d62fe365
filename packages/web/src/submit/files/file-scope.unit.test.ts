import { expect, test } from 'vitest';
import { ALL_FILES, extensionOf, type FileScope, filesInScope, kindsIn, typeOf } from './file-scope.ts';

const file = (filename: string, contentType: string) => ({ id: filename, filename, contentType });
const files = [
  file('a.csv', 'text/csv'),
  file('b.CSV', 'text/csv; charset=utf-8'),
  file('core.png', 'image/png'),
  file('README', 'text/plain'),
  file('.hidden', 'application/octet-stream'),
];
const ids = (scope: Partial<FileScope>, selected: readonly string[] = []) =>
  filesInScope(files, { ...ALL_FILES, ...scope }, new Set(selected)).map(({ id }) => id);

test('an extension is what stands after the last dot of a name that has more than that', () => {
  expect(files.map(extensionOf)).toEqual(['csv', 'csv', 'png', '', '']);
});

test('kinds are counted, the most frequent first', () => {
  expect(kindsIn(files, extensionOf)).toEqual([
    { name: '', count: 2 },
    { name: 'csv', count: 2 },
    { name: 'png', count: 1 },
  ]);
  expect(kindsIn(files, typeOf)[0]).toEqual({ name: 'text/csv', count: 2 });
});

test('files are meant by all, by hand, by extension or by type', () => {
  expect(ids({ scope: 'all' })).toHaveLength(5);
  expect(ids({ scope: 'selected' }, ['README', 'gone'])).toEqual(['README']);
  expect(ids({ scope: 'extension', extensions: ['csv'] })).toEqual(['a.csv', 'b.CSV']);
  expect(ids({ scope: 'extension', extensions: ['png', ''] })).toEqual(['core.png', 'README', '.hidden']);
  expect(ids({ scope: 'type', types: ['text/csv', 'image/png'] })).toEqual(['a.csv', 'b.CSV', 'core.png']);
  expect(ids({ scope: 'type' })).toEqual([]);
});
