import { expect, test } from 'vitest';
import { chooseFiles, type FileChoice } from './submit-dataset-files.ts';

const aFile = (name: string, mime: string) => ({ id: name.toLowerCase(), name, mime, sizeBytes: 1 });
const files = [
  aFile('soil.CSV', 'text/csv'),
  aFile('leaf.png', 'image/png'),
  aFile('core.tar.gz', 'application/gzip'),
  aFile('csv', 'text/plain; charset=utf-8'),
];
const chosen = (choice: FileChoice) => chooseFiles(files, choice).map(({ name }) => name);

test.each<[string, FileChoice, string[]]>([
  ['no condition', {}, ['soil.CSV', 'leaf.png', 'core.tar.gz', 'csv']],
  [
    'an extension, in any case, with or without its dot',
    { extensions: ['csv', '.PNG'] },
    ['soil.CSV', 'leaf.png'],
  ],
  ['an extension of several parts', { extensions: ['tar.gz'] }, ['core.tar.gz']],
  ['MIME patterns', { types: ['text/*'] }, ['soil.CSV', 'csv']],
  ['every MIME type', { types: ['*'] }, ['soil.CSV', 'leaf.png', 'core.tar.gz', 'csv']],
  ['ids, in any case', { fileIds: ['LEAF.PNG'] }, ['leaf.png']],
  ['several conditions, all of them', { extensions: ['csv', 'gz'], types: ['text/*'] }, ['soil.CSV']],
  ['what nothing has', { extensions: ['tiff'] }, []],
])('%s', (_, choice, expected) => {
  expect(chosen(choice)).toEqual(expected);
});
