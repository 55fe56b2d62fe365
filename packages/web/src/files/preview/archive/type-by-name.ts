/** Types of what is shown otherwise than as text. */
const TYPES: Readonly<Record<string, string>> = {
  avif: 'image/avif',
  bmp: 'image/bmp',
  csv: 'text/csv',
  geojson: 'application/geo+json',
  gif: 'image/gif',
  jpeg: 'image/jpeg',
  jpg: 'image/jpeg',
  json: 'application/json',
  md: 'text/markdown',
  pdf: 'application/pdf',
  png: 'image/png',
  svg: 'image/svg+xml',
  tar: 'application/x-tar',
  tsv: 'text/tab-separated-values',
  webp: 'image/webp',
};

/** The type of what is packed in a file, which says nothing else of it than its name. */
export const typeByName = (path: string): string => {
  const [, extension = ''] = /\.([^./]+)$/.exec(path.toLowerCase()) ?? [];
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? 'application/octet-stream';
};

/** Pictures and documents, of which a beginning shows nothing. */
export const isShownWhole = (mimeType: string): boolean => /^image\/|\/pdf$/.test(mimeType);
