import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fileName } from './file-name.ts';

/** Halves of surrogate pairs too. */
const codePoints = fc.array(fc.integer({ min: 0, max: 0x10ffff }), { maxLength: 400 });
const anyText = fc.oneof(
  codePoints.map((points) => String.fromCodePoint(...points)),
  fc.string({ unit: 'grapheme', maxLength: 400 }),
  fc
    .array(fc.constantFrom('.', '..', '/', '\\', '\0', ' ', 'a', 'é', '🐾', '\ud83d', '.csv', '\u202e'))
    .map((parts) => parts.join('')),
);

describe('fileName', () => {
  test.each([
    ['soil core 17.csv', 'soil core 17.csv'],
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\me\\scan.tif', 'scan.tif'],
    ['evil\0.sh\u0007', 'evil.sh'],
    ['🐾 Pfötchen 👩‍🔬.png', '🐾 Pfötchen 👩‍🔬.png'],
    ['e\u0301tude.txt', '\u00e9tude.txt'],
    ['invoice\u202egpj.exe', 'invoicegpj.exe'],
    ['.gitignore', '.gitignore'],
    ['', 'unnamed'],
    ['..', 'unnamed'],
    ['a/..', 'unnamed'],
    ['dir/', 'unnamed'],
    [' \t\n', 'unnamed'],
  ])('%j is stored as %j', (given, kept) => {
    expect(fileName(given)).toBe(kept);
  });

  test('300 characters become 255 bytes with the extension', () => {
    const name = fileName(`${'x'.repeat(296)}.csv`);
    expect(name).toBe(`${'x'.repeat(251)}.csv`);
  });

  test('an emoji of several code points is never split', () => {
    const name = fileName(`${'👩‍🔬'.repeat(40)}.png`);
    expect(name).toMatch(/^(?:👩‍🔬)+\.png$/u);
    expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
  });

  test('a long text after the last dot is no extension', () => {
    expect(fileName(`v1.${'a'.repeat(300)}`)).toBe(`v1.${'a'.repeat(252)}`);
  });

  test('every name is one line, no path, composed, short, not empty', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        const name = fileName(given);
        expect(name).not.toMatch(/[/\\\p{Cc}]/u);
        expect(name).not.toMatch(/^\.{0,2}$/);
        expect(Buffer.byteLength(name)).toBeLessThanOrEqual(255);
        expect(name).toBe(name.normalize('NFC'));
        expect(Buffer.from(name).toString()).toBe(name);
      }),
    );
  });

  test('a stored name is not changed again', () => {
    fc.assert(
      fc.property(anyText, (given) => {
        expect(fileName(fileName(given))).toBe(fileName(given));
      }),
    );
  });

  test('a long name keeps its extension', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', 'ß', '🐾', ' '), minLength: 255, maxLength: 400 }),
        fc.stringMatching(/^[a-z0-9]{1,10}$/),
        (stem, extension) => {
          expect(fileName(`x${stem}y.${extension}`).endsWith(`.${extension}`)).toBe(true);
        },
      ),
    );
  });
});
