import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchesFileType } from './patterns.ts';

const COVERED = [
  ['image/*', 'image/png'],
  ['text/plain', 'text/plain'],
  ['text/plain', 'text/plain; charset=utf-8'],
  ['text/plain; charset=utf-8', 'text/plain'],
  ['Text/Plain', 'TEXT/PLAIN'],
  [' image/* ', ' image/png '],
  ['application/vnd.ms-excel', 'application/vnd.ms-excel'],
  ['application/*', 'application/vnd.ms-excel'],
  ['application/svg+xml', 'application/svg+xml'],
  ['*/png', 'image/png'],
  ['image.*', 'image/png'],
  ['image.png', 'image/png'],
  ['image/#', 'image/png'],
] as const;

const FOREIGN = [
  ['image/*', 'text/plain'],
  ['image/png', 'image/jpeg'],
  ['image', 'image/png'],
  ['image/', 'image/png'],
  ['image/p*', 'image/png'],
  ['image/pn.', 'image/png'],
  ['text/plain', 'text/plainer'],
  ['application/vnd', 'application/vnd.ms-excel'],
  ['application/vnd_ms-excel', 'application/vnd.ms-excel'],
  ['image/*', ''],
  ['image/*', 'image'],
] as const;

describe('a file type pattern', () => {
  it.each(COVERED)('%s covers %s', (pattern, mimeType) => {
    expect(matchesFileType(pattern, mimeType)).toBe(true);
  });

  it.each(FOREIGN)('%s does not cover %s', (pattern, mimeType) => {
    expect(matchesFileType(pattern, mimeType)).toBe(false);
  });

  it.each(['*/*', '*', '#', '', ' ', '*.*', '#/#'])(
    '%j covers every file, also of unknown type',
    (pattern) => {
      fc.assert(
        fc.property(fc.oneof(fc.string(), fc.constantFrom('image/png', '', 'x/y/z')), (mimeType) => {
          expect(matchesFileType(pattern, mimeType)).toBe(true);
        }),
      );
    },
  );

  it('of any type matches that type', () => {
    const part = fc.stringMatching(/^[a-z0-9][a-z0-9.+-]{0,12}$/);
    fc.assert(
      fc.property(part, part, fc.string(), (main, sub, parameters) => {
        const mimeType = `${main}/${sub}`;
        expect(matchesFileType(mimeType, `${mimeType.toUpperCase()};${parameters}`)).toBe(true);
        expect(matchesFileType(`${main}/*`, mimeType)).toBe(true);
        expect(matchesFileType(`${main}x/*`, mimeType)).toBe(false);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (pattern, mimeType) => {
        expect(typeof matchesFileType(pattern, mimeType)).toBe('boolean');
      }),
    );
  });
});
