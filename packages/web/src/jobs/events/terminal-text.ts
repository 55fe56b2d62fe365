import { AnsiUp } from 'ansi_up';

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

export interface ColouredText {
  readonly text: string;
  /** `ansi-red-fg`, `ansi-bold` …: classes of terminal-text.css. */
  readonly className: string;
}

/** The pieces of a text by colour, in order: values, not HTML, so that whoever renders them escapes them. */
export const colouredText = (text: string): ColouredText[] =>
  [...createConverter().ansi_to_html(keepColours(text)).matchAll(PIECE)].map(
    ([, styles = '', colours = '', inside = '', outside = '']) => ({
      text: unescapeHtml(inside + outside),
      className: classNames(styles, colours),
    }),
  );

/**
 * Removes every terminal command except colours. An extractor's text is untrusted: it must not hide the text after it,
 * contain links, or reverse the reading direction.
 */
const keepColours = (text: string): string =>
  text
    .replace(OPERATING_SYSTEM_COMMAND, '')
    .replace(OTHER_SEQUENCE, '')
    .replace(STRAY_ESCAPE, '')
    .replace(INVISIBLE, (character) => (character === ESC ? ESC : ''));

const createConverter = (): AnsiUp => {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  ansi.boldStyle = 'ansi-bold';
  ansi.faintStyle = 'ansi-faint';
  ansi.italicStyle = 'ansi-italic';
  ansi.underlineStyle = 'ansi-underline';
  return ansi;
};

/** All that ansi_up produces: escaped text, and spans around it that are never nested. */
const PIECE = /<span(?: style="([^"]*)")?(?: class="([^"]*)")?>([^<]*)<\/span>|([^<]+)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};
const unescapeHtml = (html: string): string =>
  html.replace(/&(?:amp|lt|gt|quot|#x27);/g, (entity) => ENTITIES[entity] ?? entity);

/** Colours given by number are dropped: they have no token, and some would be unreadable on our backgrounds. */
const classNames = (styles: string, colours: string): string =>
  [...styles.split(';').filter((style) => style.startsWith('ansi-')), colours].filter(Boolean).join(' ');
