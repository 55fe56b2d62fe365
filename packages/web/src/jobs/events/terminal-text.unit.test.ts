import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colouredText, plainText } from './terminal-text.ts';

const ESC = '\u001b';
const BEL = '\u0007';
const words = (text: string): string =>
  colouredText(text)
    .map((piece) => piece.text)
    .join('');

describe('coloured text', () => {
  test('a plain line is one piece without a class', () => {
    expect(colouredText('Found 1284 lines')).toEqual([{ text: 'Found 1284 lines', className: '' }]);
  });

  test('colours become classes and end where they end', () => {
    expect(colouredText(`${ESC}[32mINFO${ESC}[0m GET /lookup`)).toEqual([
      { text: 'INFO', className: 'ansi-green-fg' },
      { text: ' GET /lookup', className: '' },
    ]);
  });

  test('bold, faint, italic and underline are classes too', () => {
    const [piece] = colouredText(`${ESC}[1;2;3;4;31mx`);
    expect(piece?.className).toBe('ansi-bold ansi-faint ansi-italic ansi-underline ansi-red-fg');
  });

  test('a colour by number is left out, its text is not', () => {
    expect(colouredText(`${ESC}[38;2;250;250;250mpale`)).toEqual([{ text: 'pale', className: '' }]);
  });

  test('HTML stays text', () => {
    const html = '<img src=x onerror="alert(1)"> &lt;b&gt; \'q\'';
    expect(words(html)).toBe(html);
  });

  test('a link command shows its words and leads nowhere', () => {
    const link = `see ${ESC}]8;;javascript:alert(1)${BEL}the report${ESC}]8;;${BEL} now`;
    expect(words(link)).toBe('see the report now');
  });

  test('a command that never ends hides nothing behind it', () => {
    expect(words(`a${ESC}]8;;http://x b`)).toBe('a8;;http://x b');
    expect(words(`a${ESC}[31`)).toBe('a[31');
    expect(words(`a${ESC}`)).toBe('a');
  });

  test('cursor movement, erasing and bells are not shown', () => {
    expect(words(`a${ESC}[2K${ESC}[1;5Hb${BEL}c\rd`)).toBe('abcd');
  });

  test('no sign may turn the reading direction', () => {
    expect(words('abc\u202etxt.exe')).toBe('abctxt.exe');
  });
});

describe('whatever an extractor says', () => {
  const noise = fc
    .array(
      fc.oneof(
        fc.constantFrom(
          ESC,
          `${ESC}[`,
          `${ESC}]`,
          `${ESC}[31m`,
          '[',
          ']8;;',
          BEL,
          `${ESC}\\`,
          '<',
          '&amp;',
          '38;5',
          'm',
        ),
        fc.string({ maxLength: 6 }),
      ),
      { maxLength: 12 },
    )
    .map((parts) => parts.join(''));

  test('pieces joined are the plain text', () => {
    fc.assert(
      fc.property(noise, (text) => {
        expect(words(text)).toBe(plainText(text));
      }),
    );
  });

  test('no command of a terminal is left', () => {
    fc.assert(
      fc.property(noise, (text) => {
        expect(plainText(text)).not.toMatch(/(?![\t\n])\p{Cc}/u);
      }),
    );
  });

  test('a text without commands is left as it is', () => {
    const printable = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(printable, (text) => {
        expect(plainText(text)).toBe(text);
      }),
    );
  });
});
