import { readFile } from 'node:fs/promises';
import type { ImportedEvent } from '@pawprint/protocol';

/** What ids of another server are here. */
export interface IdMap {
  /** Undefined where nothing here is known for it. An id that is a UUID already stands for itself. */
  readonly resource: (id: string) => NonNullable<ImportedEvent['resource']> | undefined;
  readonly user: (id: string) => NonNullable<ImportedEvent['user']> | undefined;
}

/** Reads a map of ids from CSV or JSON; without a path nothing is mapped. */
export const readIdMap = async (path: string | undefined): Promise<IdMap> => {
  if (path === undefined) return createIdMap(new Map());
  const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
  const pairs = text.trimStart().startsWith('{') ? pairsOfJson(text, path) : pairsOfCsv(text);
  return createIdMap(new Map(pairs));
};

export const createIdMap = (targets: ReadonlyMap<string, string>): IdMap => ({
  resource: (id) => {
    const target = targets.get(id) ?? (UUID.test(id) ? id : undefined);
    if (target === undefined || target.includes('@')) return undefined;
    return SHA256.test(target) ? { sha256: target.toLowerCase() } : { id: target };
  },
  user: (id) => {
    const target = targets.get(id) ?? (id.includes('@') ? id : undefined);
    if (target === undefined) return undefined;
    return target.includes('@') ? { email: target } : { id: target };
  },
});

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const SHA256 = /^[0-9a-f]{64}$/i;

type Pair = readonly [source: string, target: string];

const pairsOfJson = (text: string, path: string): readonly Pair[] => {
  const map: unknown = JSON.parse(text);
  const entries = Object.entries(map ?? {});
  const wrong = entries.find(([, target]) => typeof target !== 'string');
  if (wrong !== undefined) throw new Error(`${path}: the id for ${wrong[0]} is no text.`);
  return entries.map(([source, target]) => [source, String(target).trim()]);
};

/** mongoexport writes `ObjectId(…)` into CSV. Further columns, and a line with the columns' names, do no harm. */
const pairsOfCsv = (text: string): readonly Pair[] =>
  text.split(/\r?\n/).flatMap((line): Pair[] => {
    const [source = '', target = ''] = line.split(/[,;\t]/).map(plainCell);
    return source === '' || target === '' ? [] : [[source, target]];
  });

const plainCell = (cell: string): string =>
  cell
    .trim()
    .replaceAll('"', '')
    .replace(/^ObjectId\((.*)\)$/i, '$1');
