import { create } from 'content-disposition';

/** A `Content-Disposition` header: `attachment` unless the browser may show this type inside a page. */
export const contentDisposition = (wanted: 'attachment' | 'inline', name: string, mime: string): string =>
  create(name, {
    type: wanted === 'inline' && INLINE_TYPES.test(mime) ? 'inline' : 'attachment',
    fallback: asciiName(name),
  });

/** Types that cannot run scripts. A page of any other type could pass itself off as one of ours. */
const INLINE_TYPES =
  /^(image\/(png|apng|jpeg|gif|webp|avif|bmp)|text\/(plain|csv|markdown|tab-separated-values))$/;

/** For clients that read ASCII only. The library would write `?`, which Windows takes in no file name. */
const asciiName = (name: string): string => name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
