import type { MetadataTerm } from '@pawprint/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { MetadataKey, MetadataTableRow } from '../../model/metadata-value.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { allOf } from '../jobs/job-filter.ts';
import { isLatest, meetsTerm } from './metadata-values.ts';

type Statement = RawBuilder<unknown>;

/** So many keys are offered as columns, those that most files have first. */
const MOST_KEYS = 500;

/** The keys of the metadata of a dataset's files. */
export const readMetadataKeys = async (db: Database, datasetId: string): Promise<MetadataKey[]> => {
  const { rows } = await sql<MetadataKey>`
    with documents as materialized (
      select m.id from files f join metadata m on m.file_id = f.id
      where f.dataset_id = ${datasetId}::uuid and ${isLatest('m')}
    )
    select key, count(distinct resource_id) as files, bool_and(number is not null) as "isNumeric"
    from documents join metadata_values v on v.metadata_id = documents.id
    group by key order by files desc, key limit ${MOST_KEYS}`.execute(db);
  return rows;
};

export interface TableQuery {
  readonly datasetId: string;
  /** Whole keys, as `readMetadataKeys` answers them. */
  readonly keys: readonly string[];
  /** Only files of which all are true. */
  readonly terms: readonly MetadataTerm[];
  readonly sort: TableSort;
  readonly limit: number;
  readonly offset: number;
}

interface TableSort {
  /** Null: the name of the file. */
  readonly key: string | null;
  readonly isDescending: boolean;
}

/** Rows of files with their values; those without the value that they are sorted by come last. */
export const readMetadataTable = async (db: Database, query: TableQuery): Promise<MetadataTableRow[]> => {
  const { datasetId, terms, limit, offset } = query;
  const conditions = [sql`f.dataset_id = ${datasetId}::uuid`, ...terms.map(hasValue)];
  const { rows } = await sql<{ id: string; name: string }>`
    select f.id, f.name from files f ${joinSorted(query.sort)}
    where ${allOf(conditions)}
    order by ${orderOf(query.sort)} limit ${limit} offset ${offset}`.execute(db);
  const values = await readCells(
    db,
    query,
    rows.map(({ id }) => id),
  );
  return rows.map(({ id, name }) => ({ file: { id, name }, values: values.get(id) ?? new Map() }));
};

const hasValue = (term: MetadataTerm): Statement => sql`exists (
  select from metadata m join metadata_values v on v.metadata_id = m.id
  where m.file_id = f.id and ${meetsTerm(term, 'v')} and ${isLatest('m')})`;

/** The value that a row is sorted by: of several, that of the newest document. */
const joinSorted = ({ key }: TableSort): Statement =>
  key === null
    ? sql``
    : sql`left join lateral (
        select v.number, v.value from metadata m join metadata_values v on v.metadata_id = m.id
        where m.file_id = f.id and v.key = ${storableText(key)} and ${isLatest('m')}
        order by m.id desc limit 1
      ) sorted on true`;

const orderOf = ({ key, isDescending }: TableSort): Statement => {
  const direction = isDescending ? sql`desc` : sql`asc`;
  if (key === null) return sql`in_lower_case(f.name) ${direction}, f.id ${direction}`;
  return sql`sorted.value is null, sorted.number ${direction} nulls last, in_lower_case(sorted.value) ${direction}, f.id`;
};

interface Cell {
  readonly file_id: string;
  readonly key: string;
  readonly values: string[];
}

/** So many items of a list are in one cell. */
const MOST_IN_CELL = 10;

const readCells = async (
  db: Database,
  { keys }: Pick<TableQuery, 'keys'>,
  fileIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, readonly string[]>>> => {
  const { rows } = await sql<Cell>`
    select distinct on (m.file_id, v.key) m.file_id, v.key, v.values
    from metadata m cross join lateral (
      select key, (array_agg(value))[:${sql.lit(MOST_IN_CELL)}] as values from metadata_values
      where metadata_id = m.id and key = any(${keys.map(storableText)}::text[]) group by key
    ) v
    where m.file_id = any(${fileIds}::uuid[]) and ${isLatest('m')}
    order by m.file_id, v.key, m.id desc`.execute(db);
  const cells = new Map<string, Map<string, readonly string[]>>();
  for (const { file_id: id, key, values } of rows) {
    const row = cells.get(id) ?? new Map<string, readonly string[]>();
    cells.set(id, row.set(key, values));
  }
  return cells;
};
