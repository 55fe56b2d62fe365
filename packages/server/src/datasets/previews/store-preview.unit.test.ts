import { expect, test } from 'vitest';
import { previewMime } from './store-preview.ts';

const found = { effective: 'text/plain', byName: null, byContent: 'text/plain' };

test.each([
  ['application/dzi', 'application/dzi'],
  ['Image/SVG+XML', 'image/svg+xml'],
  ['application/octet-stream', 'text/plain'],
  ['text/plain', 'text/plain'],
  ['', 'text/plain'],
  ['nonsense', 'text/plain'],
  ['text/html; charset=utf-8', 'text/plain'],
  ['text/html\r\nset-cookie: x', 'text/plain'],
])('a preview declared as %j has the type %s', (declared, mime) => {
  expect(previewMime(found, declared)).toBe(mime);
});
