import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { colouredText } from './coloured-text.ts';
import { plainText } from './terminal-text.ts';

const ESC = '\u001b';
const BEL = '\u0007';
const joined = (text: string): string =>
  colouredText(text)
    .map((piece) => piece.text)
    .join('');

describe('coloured text', () => {
  test('a line without colours is one piece without a class', () => {
    expect(colouredText('Found 1284 lines')).toEqual([{ text: 'Found 1284 lines', className: '' }]);
  });

  test('colours become classes up to their end', () => {
    expect(colouredText(`${ESC}[32mINFO${ESC}[0m GET /lookup`)).toEqual([
      { text: 'INFO', className: 'ansi-green-fg' },
      { text: ' GET /lookup', className: '' },
    ]);
  });

  test('bold, faint, italic and underline are classes too', () => {
    const [piece] = colouredText(`${ESC}[1;2;3;4;31mx`);
    expect(piece?.className).toBe('ansi-bold ansi-faint ansi-italic ansi-underline ansi-red-fg');
  });

  test('a colour given by number is dropped, its text is kept', () => {
    expect(colouredText(`${ESC}[38;2;250;250;250mpale`)).toEqual([{ text: 'pale', className: '' }]);
  });

  test('HTML stays text', () => {
    const html = '<img src=x onerror="alert(1)"> &lt;b&gt; \'q\'';
    expect(joined(html)).toBe(html);
  });

  test('a link is shown as text without its address', () => {
    const link = `see ${ESC}]8;;javascript:alert(1)${BEL}the report${ESC}]8;;${BEL} now`;
    expect(joined(link)).toBe('see the report now');
  });

  test('a command without an end hides no text after it', () => {
    expect(joined(`a${ESC}]8;;http://x b`)).toBe('a8;;http://x b');
    expect(joined(`a${ESC}[31`)).toBe('a[31');
    expect(joined(`a${ESC}`)).toBe('a');
  });

  test('cursor movement, erasing and bells are removed', () => {
    expect(joined(`a${ESC}[2K${ESC}[1;5Hb${BEL}c\rd`)).toBe('abcd');
  });

  test('characters that reverse the reading direction are removed', () => {
    expect(joined('abc\u202etxt.exe')).toBe('abctxt.exe');
  });
});

describe('any text of an extractor', () => {
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

  test('joined pieces are the plain text', () => {
    fc.assert(
      fc.property(noise, (text) => {
        expect(joined(text)).toBe(plainText(text));
      }),
    );
  });

  test('no terminal command is left in plain text', () => {
    fc.assert(
      fc.property(noise, (text) => {
        expect(plainText(text)).not.toMatch(/(?![\t\n])\p{Cc}/u);
      }),
    );
  });

  test('a text without commands is not changed', () => {
    const printable = fc.string({ unit: 'grapheme-ascii' });
    fc.assert(
      fc.property(printable, (text) => {
        expect(plainText(text)).toBe(text);
      }),
    );
  });
});
