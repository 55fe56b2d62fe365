import { createHash } from 'node:crypto';
import { readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Summary } from './summary.ts';

/** How much of an import the server has confirmed. */
export interface Confirmed {
  /** Of all files together. */
  readonly documents: number;
  /** The length of the list of what has no place. */
  readonly listBytes: number;
  readonly summary: Summary;
}

/** The file in which an import records how far it is, for the next run of the same command. */
export interface Checkpoint {
  /** Undefined where there is none, or it is about other files, another map or another server. */
  readonly read: () => Promise<Confirmed | undefined>;
  readonly write: (confirmed: Confirmed) => Promise<void>;
  readonly remove: () => Promise<void>;
}

/** What makes two imports the same one. */
interface ImportIdentity {
  readonly url: string;
  readonly format: string;
  readonly files: readonly string[];
  readonly map: string | undefined;
  readonly unplaced: string | undefined;
}

export const openCheckpoint = async (path: string, identity: ImportIdentity): Promise<Checkpoint> => {
  const importId = await identify(identity);
  return {
    read: async () => {
      const stored = await readStored(path);
      return stored?.import === importId ? toConfirmed(stored) : undefined;
    },
    write: async ({ documents, listBytes, summary }) => {
      const stored: Stored = { import: importId, documents, listBytes, summary: toStored(summary) };
      await replaceFile(path, JSON.stringify(stored)).catch((error: unknown) => {
        throw new Error(`${path} cannot be written: --checkpoint FILE says where else.`, { cause: error });
      });
    },
    remove: () => rm(path, { force: true }),
  };
};

/** A changed map finds a place for what had none, and a changed export has other documents: neither goes on. */
const identify = async ({ url, format, files, map, unplaced }: ImportIdentity): Promise<string> => {
  const exports = await Promise.all(
    files.map(async (file) => {
      const { size, mtimeMs } = await stat(file);
      return [resolve(file), size, mtimeMs];
    }),
  );
  const ids =
    map === undefined
      ? null
      : createHash('sha256')
          .update(await readFile(map))
          .digest('hex');
  const list = unplaced === undefined ? null : resolve(unplaced);
  return createHash('sha256')
    .update(JSON.stringify([url, format, exports, ids, list]))
    .digest('hex');
};

type Counts = readonly (readonly [name: string, count: number])[];

interface Stored {
  readonly import: string;
  readonly documents: number;
  readonly listBytes: number;
  readonly summary: Omit<Summary, CountsOf> & Readonly<Record<CountsOf, Counts>>;
}

type CountsOf = 'unplaced' | 'withoutUser' | 'unknownExtractors';

const toStored = (summary: Summary): Stored['summary'] => ({
  ...summary,
  unplaced: [...summary.unplaced],
  withoutUser: [...summary.withoutUser],
  unknownExtractors: [...summary.unknownExtractors],
});

const toConfirmed = ({ documents, listBytes, summary }: Stored): Confirmed => ({
  documents,
  listBytes,
  summary: {
    ...summary,
    unplaced: new Map(summary.unplaced),
    withoutUser: new Map(summary.withoutUser),
    unknownExtractors: new Map(summary.unknownExtractors),
  },
});

/** Written beside and renamed: an import that ends meanwhile leaves the file before whole. */
const replaceFile = async (path: string, text: string): Promise<void> => {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
};

const readStored = async (path: string): Promise<Stored | undefined> => {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    if (isNoFile(error)) return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const stored = parseJson(text);
  if (!isStored(stored)) throw new Error(`${path} is no checkpoint of an import. --restart replaces it.`);
  return stored;
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** A file with the id of an import was written by `write`. */
const isStored = (value: unknown): value is Stored =>
  typeof value === 'object' &&
  value !== null &&
  ['import', 'documents', 'listBytes', 'summary'].every((name) => name in value);

const isNoFile = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT';
