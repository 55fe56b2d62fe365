import type { MetadataTerm } from '@pawprint/protocol';
import { type RawBuilder, sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { MetadataHit, MetadataValue } from '../../model/metadata-value.ts';
import type { Database } from '../database.ts';
import { grantedDatasetIds, readGrantedDatasets } from '../granted.ts';
import { instantOf } from '../instant-column.ts';
import { allOf } from '../jobs/job-filter.ts';
import { isLatest, meetsTerm } from './metadata-values.ts';

interface MetadataSearch {
  readonly grant: Grant;
  /** Default: all datasets that the grant covers. */
  readonly datasetId?: string | undefined;
  /** All have to be true of a resource. The first one says in which order the hits are. */
  readonly terms: readonly [MetadataTerm, ...MetadataTerm[]];
  readonly limit: number;
  readonly cursor?: MetadataCursor | undefined;
}

/** A page begins after this document. `key` is the value that the hits are sorted by, as text. */
export interface MetadataCursor {
  readonly key: string;
  readonly id: string;
}

interface MetadataPage {
  readonly hits: readonly MetadataHit[];
  readonly next: MetadataCursor | null;
}

type Statement = RawBuilder<unknown>;

/**
 * The files and datasets whose metadata has such values: those with the largest number first where a number has to be
 * larger, with the smallest where it has to be smaller, in the order of texts where a part is given, else the newest. A
 * resource with several such values comes once on a page.
 */
export const findMetadata = async (db: Database, search: MetadataSearch): Promise<MetadataPage> => {
  const { terms, limit } = search;
  const found = await findValues(db, search);
  const page = found.slice(0, limit);
  const once = page.filter(
    ({ resource_id: id }, at) => page.findIndex(({ resource_id: first }) => first === id) === at,
  );
  const values = await readValues(db, once, terms);
  const hits = once.map((row) => hitOf(row, values));
  const last = page.at(-1);
  return { hits, next: found.length > limit && last ? { key: last.sort_key, id: last.metadata_id } : null };
};

interface ValueRow {
  readonly metadata_id: string;
  readonly resource_id: string;
  readonly sort_key: string;
  readonly file_name: string | null;
  readonly dataset_id: string;
  readonly dataset_name: string;
  readonly extractor: string | null;
  readonly created_at: Date;
}

const findValues = async (db: Database, search: MetadataSearch): Promise<readonly ValueRow[]> => {
  const [first, ...others] = search.terms;
  const order = orderOf(first);
  const visible = await visibleValues(db, search);
  const after = search.cursor ? [order.after(search.cursor)] : [];
  const own = 'text' in first ? [] : [meetsTerm(first, 'v'), ...visible];
  // The names are read for one page, and not for all that is sorted.
  const { rows } = await sql<ValueRow>`
    select v.metadata_id, v.resource_id, v.sort_key, f.name as file_name, v.dataset_id, d.name as dataset_name,
      v.extractor, v.created_at
    from (
      select v.*, (${order.key})::text as sort_key, m.file_id, m.extractor, m.created_at
      from ${candidates(first, visible)} v join metadata m on m.id = v.metadata_id
      where ${allOf([...own, ...others.map(hasOther), isLatest('m'), ...after])}
      order by ${order.by} limit ${search.limit + 1}
    ) v
    join datasets d on d.id = v.dataset_id
    left join files f on f.id = v.file_id
    order by ${order.by}`.execute(db);
  return rows;
};

/** So many values that contain a text are sorted at most: of one that is everywhere, some are shown. */
const MOST_WITH_TEXT = 5_000;

/** They are sorted before their documents are looked at, of which a page needs few. */
const candidates = (term: MetadataTerm, visible: readonly Statement[]): Statement =>
  'text' in term
    ? sql`(
        select * from (
          select * from metadata_values v where ${allOf([meetsTerm(term, 'v'), ...visible])} limit ${MOST_WITH_TEXT}
        ) found order by metadata_id desc)`
    : sql`metadata_values`;

interface Order {
  readonly key: Statement;
  readonly by: Statement;
  readonly after: (cursor: MetadataCursor) => Statement;
}

const VALUE = sql`(in_lower_case(v.value) collate "C")`;

/** Each is that of an index, so that a page is read and nothing else. */
const orderOf = (term: MetadataTerm): Order => {
  if ('number' in term && term.compare !== '=') {
    const isDescending = term.compare.startsWith('>');
    const sign = isDescending ? sql`<` : sql`>`;
    return {
      key: sql`v.number`,
      by: isDescending ? sql`v.number desc, v.metadata_id desc` : sql`v.number, v.metadata_id`,
      after: ({ key, id }) => sql`(v.number, v.metadata_id) ${sign} (${key}::double precision, ${id}::uuid)`,
    };
  }
  if ('pattern' in term && term.pattern.includes('*'))
    return {
      key: VALUE,
      by: sql`${VALUE}, v.metadata_id`,
      after: ({ key, id }) => sql`(${VALUE}, v.metadata_id) > (${key}::text collate "C", ${id}::uuid)`,
    };
  return {
    key: sql`''`,
    by: sql`v.metadata_id desc`,
    after: ({ id }) => sql`v.metadata_id < ${id}::uuid`,
  };
};

/** Values of so few datasets are found in each of them. */
const FEW_DATASETS = 1_000;

const visibleValues = async (
  db: Database,
  { grant, datasetId }: Pick<MetadataSearch, 'grant' | 'datasetId'>,
): Promise<readonly Statement[]> => {
  const inDataset = datasetId === undefined ? [] : [sql`v.dataset_id = ${datasetId}::uuid`];
  if (grant.of === 'all') return inDataset;
  const few = await readGrantedDatasets(db, grant, FEW_DATASETS);
  return [
    ...inDataset,
    few === undefined
      ? sql`v.dataset_id in (${grantedDatasetIds(grant)})`
      : sql`v.dataset_id = any(${few}::uuid[])`,
  ];
};

/** The documents about the resource that a document is about. */
const ABOUT_THE_SAME = sql`(
  select * from metadata where file_id = m.file_id
  union all select * from metadata where dataset_id = m.dataset_id) about`;

/** By the index of the key where there is one: values of all keys of a resource are found by its documents. */
const hasOther = (term: MetadataTerm): Statement =>
  'text' in term
    ? sql`exists (
        select from ${ABOUT_THE_SAME} join metadata_values o on o.metadata_id = about.id
        where ${meetsTerm(term, 'o')} and ${isLatest('about')})`
    : sql`exists (
        select from metadata_values o join metadata about on about.id = o.metadata_id
        where o.dataset_id = v.dataset_id and o.resource_id = v.resource_id and ${meetsTerm(term, 'o')}
          and ${isLatest('about')})`;

interface FoundValue extends MetadataValue {
  readonly resource_id: string;
}

/** So many of each term are shown of one resource. */
const MOST_VALUES = 3;

const readValues = async (
  db: Database,
  rows: readonly ValueRow[],
  terms: readonly MetadataTerm[],
): Promise<readonly FoundValue[]> => {
  if (rows.length === 0) return [];
  const documents = rows.map(({ metadata_id: id }) => id);
  const each = terms.map(
    (term) => sql`(
      select o.key, o.value, o.number from ${ABOUT_THE_SAME} join metadata_values o on o.metadata_id = about.id
      where ${meetsTerm(term, 'o')} and ${isLatest('about')}
      order by o.metadata_id desc, o.key limit ${MOST_VALUES})`,
  );
  const found = await sql<FoundValue>`
    select coalesce(m.file_id, m.dataset_id) as resource_id, v.*
    from metadata m cross join lateral (${sql.join(each, sql` union `)}) v
    where m.id = any(${documents}::uuid[])`.execute(db);
  return found.rows;
};

const hitOf = (row: ValueRow, values: readonly FoundValue[]): MetadataHit => {
  const dataset = { id: row.dataset_id, name: row.dataset_name };
  return {
    resource:
      row.file_name === null
        ? { type: 'dataset', ...dataset }
        : { type: 'file', id: row.resource_id, name: row.file_name },
    dataset,
    values: values
      .filter(({ resource_id: id }) => id === row.resource_id)
      .map(({ key, value, number }) => ({ key, value, number })),
    extractor: row.extractor,
    createdAt: instantOf(row.created_at),
  };
};
