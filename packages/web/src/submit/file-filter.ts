import type { DatasetFile } from '@pawprint/protocol';
import { countOf, formatCount } from '../design/count.ts';

export type ListedFile = Pick<DatasetFile, 'id' | 'filename' | 'contentType'>;

export const FILTERS = ['all', 'selected', 'name', 'extension', 'type'] as const;

/** Which of a dataset's files are submitted. */
export interface FileFilter {
  readonly by: (typeof FILTERS)[number];
  /** Part of the name. */
  readonly name: string;
  readonly extensions: readonly string[];
  readonly types: readonly string[];
}

export const ALL_FILES: FileFilter = { by: 'all', name: '', extensions: [], types: [] };

export const filterFiles = (
  files: readonly ListedFile[],
  { by, name, extensions, types }: FileFilter,
  selected: ReadonlySet<string>,
): readonly ListedFile[] => {
  if (by === 'all') return files;
  if (by === 'selected') return files.filter(({ id }) => selected.has(id));
  const part = name.trim().toLowerCase();
  if (by === 'name') return files.filter((file) => part !== '' && file.filename.toLowerCase().includes(part));
  return by === 'extension'
    ? files.filter((file) => extensions.includes(extensionOf(file)))
    : files.filter((file) => types.includes(typeOf(file)));
};

/** "csv" of "a.tar.CSV"; empty if the name has no extension. */
export const extensionOf = ({ filename }: Pick<ListedFile, 'filename'>): string =>
  /[^.]\.([^.]+)$/.exec(filename)?.[1]?.toLowerCase() ?? '';

/** "text/plain" of "text/plain; charset=utf-8". */
export const typeOf = ({ contentType }: Pick<ListedFile, 'contentType'>): string =>
  contentType.split(';')[0]?.trim().toLowerCase() ?? '';

export interface ValueCount {
  readonly name: string;
  readonly count: number;
}

/** The extensions or types among the files, the most frequent first. */
export const countValues = (
  files: readonly ListedFile[],
  valueOf: (file: ListedFile) => string,
): readonly ValueCount[] => {
  const counts = new Map<string, number>();
  for (const file of files) counts.set(valueOf(file), (counts.get(valueOf(file)) ?? 0) + 1);
  return [...counts]
    .map(([name, count]) => ({ name, count }))
    .toSorted((one, other) => other.count - one.count || one.name.localeCompare(other.name, 'en'));
};

interface Counts {
  /** The files that will be submitted, of those listed so far. */
  readonly matching: number;
  readonly listed: number;
  readonly total: number;
  /** All files are listed. */
  readonly complete: boolean;
}

/** Says how many files will be submitted. */
export const filterSummary = (filter: FileFilter, { matching, listed, total, complete }: Counts): string => {
  if (!complete) return `Counting… ${formatCount(listed)} of ${countOf(Math.max(total, listed), 'file')}`;
  if (filter.by === 'name' && filter.name.trim() === '') return 'Enter a part of the name.';
  if (isNothingChosen(filter)) return `Choose one ${filter.by} or more.`;
  if (matching === 0) return 'No matching files.';
  const jobs = matching === 1 ? 'will get a job of its own' : 'will each get a job of their own';
  return `${countOf(matching, 'file')} ${jobs}.`;
};

const isNothingChosen = ({ by, extensions, types }: FileFilter): boolean =>
  (by === 'extension' && extensions.length === 0) || (by === 'type' && types.length === 0);
