import { AnsiUp } from 'ansi_up';

const ESC = '\u001b';
const COLOUR = `${ESC}\\[[\\d;]*m`;
/** Titles, links, clipboard and the like: an operating-system command up to its end, or its opening if it has none. */
const OSC = new RegExp(`${ESC}\\](?:[^\\u0007${ESC}]*(?:\\u0007|${ESC}\\\\))?`, 'g');
/** Cursor movement, erasing and every other command that is not a colour. */
const OTHER_CSI = new RegExp(`(?!${COLOUR})${ESC}\\[[\\x30-\\x3f]*[\\x20-\\x2f]*[\\x40-\\x7e]`, 'g');
const STRAY = new RegExp(`(?!${COLOUR})${ESC}(?:[()][0-9A-B]|[\\x40-\\x5a\\x5c-\\x5f=>78])?`, 'g');
/** What no reader can see, or what would turn the line around; tabs and line breaks are kept. */
const INVISIBLE = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/gu;
const COLOURS = new RegExp(COLOUR, 'g');

/**
 * A text with its colours and nothing else of a terminal's commands. An extractor's text is data: it may not hide what
 * follows it, link to somewhere, or turn the reading direction.
 */
const onlyColours = (text: string): string =>
  text
    .replace(OSC, '')
    .replace(OTHER_CSI, '')
    .replace(STRAY, '')
    .replace(INVISIBLE, (sign) => (sign === ESC ? ESC : ''));

export const plainText = (text: string): string => onlyColours(text).replace(COLOURS, '');

export interface ColouredText {
  readonly text: string;
  /** `ansi-red-fg`, `ansi-bold` …, see events.css. */
  readonly className: string;
}

const converter = (): AnsiUp => {
  const ansi = new AnsiUp();
  ansi.use_classes = true;
  ansi.boldStyle = 'ansi-bold';
  ansi.faintStyle = 'ansi-faint';
  ansi.italicStyle = 'ansi-italic';
  ansi.underlineStyle = 'ansi-underline';
  return ansi;
};

/** All that ansi_up writes: escaped text, and spans around it that never nest. */
const PIECE = /<span(?: style="([^"]*)")?(?: class="([^"]*)")?>([^<]*)<\/span>|([^<]+)/g;
const ENTITIES: Readonly<Record<string, string>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&#x27;': "'",
};
const unescaped = (html: string): string =>
  html.replace(/&(?:amp|lt|gt|quot|#x27);/g, (name) => ENTITIES[name] ?? name);

/** Colours by number have no token and could be unreadable on our surfaces: those are left out. */
const classes = (styles: string, colours: string): string =>
  [...styles.split(';').filter((style) => style.startsWith('ansi-')), colours].filter(Boolean).join(' ');

/** The coloured stretches of a text, in order. As values, not as HTML: whoever renders them escapes them. */
export const colouredText = (text: string): ColouredText[] =>
  [...converter().ansi_to_html(onlyColours(text)).matchAll(PIECE)].map(
    ([, styles = '', colours = '', inside = '', outside = '']) => ({
      text: unescaped(inside + outside),
      className: classes(styles, colours),
    }),
  );
