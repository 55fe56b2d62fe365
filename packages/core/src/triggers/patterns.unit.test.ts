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
  ['application/vnd_ms-excel', 'application/vnd.ms-excel'],
  ['application/vnd_oasis_opendocument_text', 'application/vnd.oasis.opendocument.text'],
  ['application/vnd.oasis.opendocument.text', 'application/vnd_oasis_opendocument_text'],
  ['application.vnd_oasis.opendocument_text', 'application/vnd.oasis_opendocument.text'],
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
  ['application/vnd-ms-excel', 'application/vnd.ms-excel'],
  ['application_vnd.ms-excel', 'application/vnd.ms-excel'],
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

  it('covers a type whichever of its dots either of them writes as _', () => {
    const type = fc.array(fc.stringMatching(/^[a-z0-9+-]{1,6}$/), { minLength: 1, maxLength: 5 });
    const signs = fc.array(fc.constantFrom('.', '_'), { minLength: 4, maxLength: 4 });
    const spell = (parts: readonly string[], between: readonly string[]) =>
      `application/${parts.map((part, index) => part + (index < parts.length - 1 ? between[index] : '')).join('')}`;
    fc.assert(
      fc.property(type, signs, signs, (parts, inPattern, inType) => {
        expect(matchesFileType(spell(parts, inPattern), spell(parts, inType))).toBe(true);
        expect(matchesFileType(spell([...parts, 'x'], inPattern), spell(parts, inType))).toBe(false);
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
