import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import {
  bitsOf,
  FILE_STATES,
  type FileChoice,
  type FileFilter,
  type FileGroup,
  type FileSort,
  type FileState,
} from '../../model/file-filter.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf } from '../jobs/job-filter.ts';
import { hasLatestState, latestBits, WITH_LATEST_STATES } from '../jobs/latest-states.ts';

interface FilePageQuery {
  readonly datasetId: string;
  readonly filter: FileFilter;
  readonly sort: FileSort;
  readonly limit: number;
  readonly cursor: FileCursor | undefined;
}

/** A page begins after this file. `key` is what the list is sorted by, as text. */
export interface FileCursor {
  readonly key: string;
  readonly id: string;
}

interface FilePage {
  readonly ids: readonly string[];
  /** The cursor of the page that follows. */
  readonly next: FileCursor | null;
}

/** One page of the files of a dataset that a filter finds. */
export const findFiles = async (db: Database, query: FilePageQuery): Promise<FilePage> => {
  const { datasetId, filter, sort, limit, cursor } = query;
  const [key, type] = keyOf(sort, filter);
  const direction = sort.isDescending ? sql`desc` : sql`asc`;
  const after = cursor
    ? [
        sql`(${key}, f.id) ${sort.isDescending ? sql`<` : sql`>`} (${cursor.key}::${type}, ${cursor.id}::uuid)`,
      ]
    : [];
  const { rows } = await sql<FileCursor>`
    select f.id, (${key})::text as key
    from files f ${WITH_LATEST_STATES}
    where ${allOf([...conditionsOf(datasetId, filter), ...after])}
    order by ${key} ${direction}, f.id ${direction} limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  return { ids: page.map(({ id }) => id), next: rows.length > limit ? (page.at(-1) ?? null) : null };
};

/** What an order compares, and its type. The lowest bit of a file's states is that of the state that counts most. */
const keyOf = ({ by }: FileSort, { extractors }: FileFilter): readonly [Statement, Statement] => {
  switch (by) {
    case 'created_at':
      return [sql`f.id`, sql`uuid`];
    case 'name':
      return [sql`lower(f.name)`, sql`text`];
    case 'size':
      return [sql`f.size_bytes`, sql`bigint`];
    case 'type':
      return [sql`f.mime`, sql`text`];
    case 'state':
      return [sql`${latestBits(extractors)} & -${latestBits(extractors)}`, sql`integer`];
  }
};

type Statement = RawBuilder<unknown>;

/** Undefined: the states of a file do not count. */
const wantedStates = ({ states = [], extractors = [] }: FileFilter): readonly FileState[] | undefined => {
  if (states.length > 0) return states;
  return extractors.length > 0 ? FILE_STATES.filter((state) => state !== 'NOT_RUN') : undefined;
};

const conditionsOf = (datasetId: string, filter: FileFilter): Statement[] => [
  ...ownConditions(datasetId, filter),
  ...optional(filter.types?.length ? filter.types : undefined, isOfType),
  ...optional(wantedStates(filter), (states) => hasLatestState(states, filter.extractors)),
];

/** What holds for a file whatever its type and its jobs. */
const ownConditions = (datasetId: string, filter: FileFilter): Statement[] => [
  sql`f.dataset_id = ${datasetId}::uuid`,
  ...optional(
    filter.namePart || undefined,
    (part) => sql`strpos(lower(f.name), lower(${storableText(part)})) > 0`,
  ),
  ...optional(filter.minBytes, (bytes) => sql`f.size_bytes >= ${bytes}`),
  ...optional(filter.maxBytes, (bytes) => sql`f.size_bytes <= ${bytes}`),
  ...optional(filter.until, (at) => sql`f.created_at < ${timeOf(at)}`),
];

const optional = <Value>(value: Value | undefined, condition: (value: Value) => Statement): Statement[] =>
  value === undefined ? [] : [condition(value)];

const isOfType = (types: readonly string[]): Statement =>
  sql`(f.mime = any(${types.map(storableText)}::text[])
    or split_part(f.mime, '/', 1) = any(${types.flatMap(wholeFamily)}::text[]))`;

/** `image` of `image/*` */
const wholeFamily = (type: string): string[] =>
  type.endsWith('/*') ? [storableText(type.slice(0, -2))] : [];

/**
 * How many files there are of each type with the same states, without the conditions on type and states: what the others
 * come to can be added up from these groups.
 */
export const countFileGroups = async (
  db: Database,
  datasetId: string,
  filter: FileFilter,
): Promise<FileGroup[]> => {
  const { rows } = await sql<FileGroup>`
    select f.mime as type, ${latestBits(filter.extractors)} as states, count(*) as files, sum(f.size_bytes)::bigint as bytes
    from files f ${WITH_LATEST_STATES}
    where ${allOf(ownConditions(datasetId, filter))}
    group by 1, 2`.execute(db);
  return rows;
};

/** Of each group whether it passes the conditions on type, and on states. */
export const passesType = ({ types = [] }: FileFilter, type: string): boolean =>
  types.length === 0 ||
  types.some((wanted) => wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1))));

export const passesStates = (filter: FileFilter, bits: number): boolean => {
  const wanted = wantedStates(filter);
  return wanted === undefined || (bits & bitsOf(wanted)) !== 0;
};

/** In the order of their ids, which is that in which they were added. */
export const readChosenFileIds = async (
  db: Database,
  datasetId: string,
  choice: FileChoice,
): Promise<string[]> => {
  const filter = 'filter' in choice ? choice.filter : {};
  const named = 'ids' in choice ? [sql`f.id = any(${choice.ids.filter((id) => validate(id))}::uuid[])`] : [];
  const { rows } = await sql<{ id: string }>`
    select f.id from files f ${WITH_LATEST_STATES}
    where ${allOf([...conditionsOf(datasetId, filter), ...named])} order by f.id`.execute(db);
  return rows.map(({ id }) => id);
};

/** Those that have jobs in a dataset, by name. */
export const listExtractorsOfDataset = async (db: Database, datasetId: string): Promise<string[]> => {
  const rows = await db
    .selectFrom('job_totals')
    .select('extractor')
    .distinct()
    .where('dataset_id', '=', datasetId)
    .where('jobs', '>', 0)
    .orderBy('extractor')
    .execute();
  return rows.map(({ extractor }) => extractor);
};
