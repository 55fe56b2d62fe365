import { describe, expect, it } from 'vitest';
import { fileKind, isBrowserImage } from './file-type.ts';

describe('the kind of a file', () => {
  it.each([
    ['image/tiff', 'image'],
    ['text/plain; charset=utf-8', 'text'],
    ['Text/CSV', 'text'],
    ['application/json', 'text'],
    ['application/ld+json', 'text'],
    ['application/zip', 'archive'],
    ['application/octet-stream', 'other'],
    ['', 'other'],
  ])('of type %j is %s', (type, kind) => {
    expect(fileKind(type)).toBe(kind);
  });

  it('can be drawn by a browser only where every browser can', () => {
    expect(isBrowserImage('image/png')).toBe(true);
    expect(isBrowserImage('image/svg+xml')).toBe(true);
    expect(isBrowserImage('image/tiff')).toBe(false);
    expect(isBrowserImage('text/plain')).toBe(false);
  });
});
