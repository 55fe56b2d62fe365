import { describe, expect, it } from 'vitest';
import { isDrawable, kindOfType } from './kind-of-type.ts';

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
    expect(kindOfType(type)).toBe(kind);
  });

  it('can be drawn by a browser only where every browser can', () => {
    expect(isDrawable('image/png')).toBe(true);
    expect(isDrawable('image/svg+xml')).toBe(true);
    expect(isDrawable('image/tiff')).toBe(false);
    expect(isDrawable('text/plain')).toBe(false);
  });
});
