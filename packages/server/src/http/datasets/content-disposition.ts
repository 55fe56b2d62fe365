/** What a browser may show in the page's own window: it can neither run nor pose as one of our pages. */
const SHOWN_INLINE =
  /^(image\/(png|apng|jpeg|gif|webp|avif|bmp)|text\/(plain|csv|markdown|tab-separated-values))$/;

/** RFC 6266: the name in full for today's clients, and without what is not ASCII for the others. */
export const contentDisposition = (wanted: 'attachment' | 'inline', name: string, mime: string): string => {
  const kind = wanted === 'inline' && SHOWN_INLINE.test(mime) ? 'inline' : 'attachment';
  const plain = name.replace(/[^\x20-\x7e]/gu, '_').replace(/["\\%]/g, '_');
  return `${kind}; filename="${plain}"; filename*=UTF-8''${encoded(name)}`;
};

/** RFC 8187 is stricter than `encodeURIComponent`. */
const encoded = (text: string): string =>
  encodeURIComponent(text).replace(/['()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
