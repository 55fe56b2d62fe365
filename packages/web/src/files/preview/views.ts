import { fileKind, isBrowserImage } from '../file-type.ts';
import type { Previewed } from './previewed.ts';
import { languageOf } from './text/languages.ts';

/** A way to look at a file. */
export type ViewName =
  | 'picture'
  | 'player'
  | 'pdf'
  | 'archive'
  | 'unpacked'
  | 'table'
  | 'json'
  | 'markdown'
  | 'text';

/** A larger picture is not loaded for a preview. */
const MOST_PICTURE_BYTES = 20_000_000;
/** Parsing a larger document would hold up the page. */
const MOST_JSON_BYTES = 10_000_000;

/** The ways to look at a file, by its type and name; the first is shown first. None, if a browser has none. */
export const viewsOf = ({ name, mimeType, bytes: { size } }: Previewed): readonly ViewName[] => {
  if (isBrowserImage(mimeType)) {
    const picture = size <= MOST_PICTURE_BYTES ? (['picture'] as const) : [];
    return mimeType === 'image/svg+xml' ? [...picture, 'text'] : picture;
  }
  if (/^(audio|video)\//.test(mimeType)) return ['player'];
  if (mimeType === 'application/pdf') return ['pdf'];
  if (isArchive(name, mimeType)) return ['archive'];
  if (/^application\/(x-)?gzip$/.test(mimeType)) return ['unpacked'];
  if (isTable(name, mimeType)) return ['table', 'text'];
  const language = languageOf(name, mimeType);
  if (isJson(mimeType)) return size <= MOST_JSON_BYTES ? ['json', 'text'] : ['text'];
  if (language === 'markdown') return ['markdown', 'text'];
  return language !== undefined || isPerhapsText(mimeType) ? ['text'] : [];
};

/** Documents of office programs are zip archives, too, and Java's and Python's packages. */
const isArchive = (name: string, mimeType: string): boolean =>
  /^application\/(x-)?(zip|tar|zip-compressed)$/.test(mimeType) ||
  /\.(zip|tar|jar|whl|docx|xlsx|pptx|odt|ods|epub|kmz)$/i.test(name);

const isTable = (name: string, mimeType: string): boolean =>
  /^text\/(csv|tab-separated-values)$/.test(mimeType) ||
  (fileKind(mimeType) === 'text' && /\.(csv|tsv|tab)$/i.test(name));

/** Not lines of JSON, of which each is a document. */
const isJson = (mimeType: string): boolean => /[/+]json$/.test(mimeType) && !/ndjson|jsonl/.test(mimeType);

/** What no type is known of may be a text. Its first bytes say it. */
const isPerhapsText = (mimeType: string): boolean =>
  fileKind(mimeType) === 'text' || mimeType === 'application/octet-stream';
