/** Only types that are shown as text, or unpacked: what is in memory has no address for pictures and players. */
const TYPES: Readonly<Record<string, string>> = {
  csv: 'text/csv',
  geojson: 'application/geo+json',
  json: 'application/json',
  md: 'text/markdown',
  tar: 'application/x-tar',
  tsv: 'text/tab-separated-values',
};

/** The type of what is packed in a file, which says nothing else of it than its name. */
export const typeByName = (path: string): string => {
  const [, extension = ''] = /\.([^./]+)$/.exec(path.toLowerCase()) ?? [];
  return (Object.hasOwn(TYPES, extension) ? TYPES[extension] : undefined) ?? 'application/octet-stream';
};
