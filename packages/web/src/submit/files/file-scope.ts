import type { DatasetFile } from '@pawprint/protocol';

export type ListedFile = Pick<DatasetFile, 'id' | 'filename' | 'contentType'>;

export const SCOPES = ['all', 'selected', 'extension', 'type'] as const;
export type Scope = (typeof SCOPES)[number];

/** Which of a dataset's files are meant. */
export interface FileScope {
  readonly scope: Scope;
  readonly extensions: readonly string[];
  readonly types: readonly string[];
}

export const ALL_FILES: FileScope = { scope: 'all', extensions: [], types: [] };

/** "csv" of "a.tar.csv", in small letters; empty where a name has none. */
export const extensionOf = ({ filename }: Pick<ListedFile, 'filename'>): string =>
  /[^.]\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';

/** "text/plain" of "text/plain; charset=utf-8". */
export const typeOf = ({ contentType }: Pick<ListedFile, 'contentType'>): string =>
  contentType.split(';')[0]?.trim().toLowerCase() ?? '';

export interface Kind {
  readonly name: string;
  readonly count: number;
}

/** What there is, the most frequent first. */
export const kindsIn = (
  files: readonly ListedFile[],
  kindOf: (file: ListedFile) => string,
): readonly Kind[] => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(kindOf(file), (counts.get(kindOf(file)) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((one, other) => other.count - one.count || one.name.localeCompare(other.name, 'en'));
};

/** The files meant, of all there are. */
export const filesInScope = (
  files: readonly ListedFile[],
  { scope, extensions, types }: FileScope,
  selected: ReadonlySet<string>,
): readonly ListedFile[] => {
  if (scope === 'all') return files;
  if (scope === 'selected') return files.filter(({ id }) => selected.has(id));
  return scope === 'extension'
    ? files.filter((file) => extensions.includes(extensionOf(file)))
    : files.filter((file) => types.includes(typeOf(file)));
};
