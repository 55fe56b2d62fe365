import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import {
  bitsOf,
  FILE_STATES,
  type FileChoice,
  type FileFilter,
  type FileGroup,
  type FileSort,
} from '../../model/file-filter.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf } from '../jobs/job-filter.ts';

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
  const [key, type] = KEYS[sort.by];
  const direction = sort.isDescending ? sql`desc` : sql`asc`;
  const after = cursor
    ? [
        sql`(${key}, f.id) ${sort.isDescending ? sql`<` : sql`>`} (${cursor.key}::${type}, ${cursor.id}::uuid)`,
      ]
    : [];
  const { rows } = await sql<FileCursor>`
    select f.id, (${key})::text as key
    from ${filesWithStates(datasetId, filter, sort.by === 'state')}
    where ${allOf([...conditionsOf(datasetId, filter), ...after])}
    order by ${key} ${direction}, f.id ${direction} limit ${limit + 1}`.execute(db);
  const page = rows.slice(0, limit);
  return { ids: page.map(({ id }) => id), next: rows.length > limit ? (page.at(-1) ?? null) : null };
};

const NOT_RUN = bitsOf(['NOT_RUN']);
const states = sql`coalesce(s.states, ${sql.lit(NOT_RUN)})`;

/** What each order compares, and its type. The lowest bit of a file's states is that of the state that counts most. */
const KEYS: Readonly<Record<FileSort['by'], readonly [Statement, Statement]>> = {
  created_at: [sql`f.id`, sql`uuid`],
  name: [sql`lower(f.name)`, sql`text`],
  size: [sql`f.size_bytes`, sql`bigint`],
  type: [sql`f.mime`, sql`text`],
  state: [sql`${states} & -${states}`, sql`integer`],
};

type Statement = RawBuilder<unknown>;

/** The files, and where they are needed the bits of the states of their latest jobs. */
const filesWithStates = (datasetId: string, filter: FileFilter, isNeeded: boolean): Statement =>
  isNeeded || statesBits(filter) !== undefined
    ? sql`files f left join (${statesOfFiles(datasetId, filter)}) s on s.resource_id = f.id`
    : sql`files f`;

/** The most frequent states are last in their list, and first here. */
const BIT_OF_STATE = sql.join(
  FILE_STATES.toReversed().map((state) => sql`when ${sql.lit(state)} then ${sql.lit(bitsOf([state]))}`),
  sql` `,
);

/** The index `jobs_of_files` has all of it, in this order. */
const statesOfFiles = (datasetId: string, { extractors }: FileFilter): Statement => sql`
  select resource_id, bit_or(case state ${BIT_OF_STATE} end) as states
  from (
    select distinct on (resource_id, extractor) resource_id, state from jobs
    where dataset_id = ${datasetId}::uuid
      ${extractors?.length ? sql`and extractor = any(${extractors}::text[])` : sql``}
    order by resource_id, extractor, id desc
  ) latest
  group by resource_id`;

/** Undefined: the states of a file do not count. */
const statesBits = ({ states: wanted = [], extractors = [] }: FileFilter): number | undefined => {
  if (wanted.length > 0) return bitsOf(wanted);
  return extractors.length > 0 ? ~NOT_RUN : undefined;
};

const conditionsOf = (datasetId: string, filter: FileFilter): Statement[] => [
  ...ownConditions(datasetId, filter),
  ...optional(filter.types?.length ? filter.types : undefined, isOfType),
  ...optional(statesBits(filter), hasState),
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

const hasState = (bits: number): Statement => sql`(${states} & ${bits}::integer) <> 0`;

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
    select f.mime as type, ${states} as states, count(*) as files, sum(f.size_bytes)::bigint as bytes
    from ${filesWithStates(datasetId, filter, true)}
    where ${allOf(ownConditions(datasetId, filter))}
    group by 1, 2`.execute(db);
  return rows;
};

/** Of each group whether it passes the conditions on type, and on states. */
export const passesType = ({ types = [] }: FileFilter, type: string): boolean =>
  types.length === 0 ||
  types.some((wanted) => wanted === type || (wanted.endsWith('/*') && type.startsWith(wanted.slice(0, -1))));

export const passesStates = (filter: FileFilter, bits: number): boolean => {
  const wanted = statesBits(filter);
  return wanted === undefined || (bits & wanted) !== 0;
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
    select f.id from ${filesWithStates(datasetId, filter, false)}
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
