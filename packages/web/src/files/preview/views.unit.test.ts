import { expect, test } from 'vitest';
import { bytesInMemory } from './previewed.ts';
import { languageOf } from './text/languages.ts';
import { viewsOf } from './views.ts';

const viewsFor = (name: string, mimeType: string, size = 10) =>
  viewsOf({ key: name, name, mimeType, url: null, bytes: { ...bytesInMemory(new Uint8Array()), size } });

test.each([
  ['a.png', 'image/png', ['picture']],
  ['a.svg', 'image/svg+xml', ['picture', 'text']],
  ['a.tif', 'image/tiff', []],
  ['a.wav', 'audio/wav', ['player']],
  ['a.webm', 'video/webm', ['player']],
  ['a.pdf', 'application/pdf', ['pdf']],
  ['a.zip', 'application/zip', ['archive']],
  ['a.tar', 'application/x-tar', ['archive']],
  ['a.docx', 'application/vnd.openxmlformats-officedocument.wordprocessingml.document', ['archive']],
  ['a.tar.gz', 'application/gzip', ['unpacked']],
  ['a.csv', 'text/csv', ['table', 'text']],
  ['a.tab', 'text/plain', ['table', 'text']],
  ['a.json', 'application/json', ['json', 'text']],
  ['a.geojson', 'application/geo+json', ['json', 'text']],
  ['a.ndjson', 'application/x-ndjson', ['text']],
  ['README.md', 'text/markdown', ['markdown', 'text']],
  ['a.html', 'text/html', ['text']],
  ['a.f90', 'application/octet-stream', ['text']],
  ['a.tex', 'application/x-tex', ['text']],
  ['unknown', 'application/octet-stream', ['text']],
  ['a.nc', 'application/x-netcdf', []],
])('%s of %s is shown as %j', (name, mimeType, views) => {
  expect(viewsFor(name, mimeType)).toEqual(views);
});

test('what is too large for a view is not shown by it', () => {
  expect(viewsFor('a.png', 'image/png', 1e9)).toEqual([]);
  expect(viewsFor('a.json', 'application/json', 1e9)).toEqual(['text']);
  expect(viewsFor('a.txt', 'text/plain', 1e10)).toEqual(['text']);
});

test.each([
  ['Dockerfile', 'text/plain', 'dockerfile'],
  ['Makefile', 'text/plain', 'makefile'],
  ['analysis.R', 'text/plain', 'r'],
  ['page', 'text/html', 'xml'],
  ['constructor', 'text/plain', undefined],
  ['notes.txt', 'text/plain', undefined],
])('%s of %s is written in %s', (name, mimeType, language) => {
  expect(languageOf(name, mimeType)).toBe(language);
});
