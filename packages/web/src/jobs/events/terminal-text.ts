const ESC = '\u001b';
const COLOUR = `${ESC}\\[[\\d;]*m`;
/** Operating-system commands (titles, links, clipboard …) up to their end; only the opening of one without an end. */
const OPERATING_SYSTEM_COMMAND = new RegExp(`${ESC}\\](?:[^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\))?`, 'g');
/** Cursor movement, erasing and every other control sequence that is not a colour. */
const OTHER_SEQUENCE = new RegExp(`(?!${COLOUR})${ESC}\\[[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]`, 'g');
const STRAY_ESCAPE = new RegExp(`(?!${COLOUR})${ESC}(?:[()][0-9A-B]|[\\x40-\\x5a\\x5c-\\x5f=>78])?`, 'g');
/** Control and direction characters, which hide text or reverse the line; tabs and line breaks are kept. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const COLOURS = new RegExp(COLOUR, 'g');

/** A text without any terminal commands. */
export const plainText = (text: string): string => keepColours(text).replace(COLOURS, '');

/**
 * Removes every terminal command except colours. An extractor's text is untrusted: it must not hide the text after it,
 * contain links, or reverse the reading direction.
 */
export const keepColours = (text: string): string =>
  text
    .replace(OPERATING_SYSTEM_COMMAND, '')
    .replace(OTHER_SEQUENCE, '')
    .replace(STRAY_ESCAPE, '')
    .replace(INVISIBLE, (character) => (character === ESC ? ESC : ''));
