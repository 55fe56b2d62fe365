import { AnsiUp } from 'ansi_up';
import { keepColours } from './terminal-text.ts';

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
