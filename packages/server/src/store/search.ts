import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { ExtractorGrant, Grant } from '../model/grant.ts';
import {
  type FoundByName,
  type FoundDataset,
  type FoundExtractor,
  type FoundFile,
  RANKS,
} from '../model/search-hit.ts';
import { storableText } from '../model/storable.ts';
import type { Database } from './database.ts';
import { grantedDatasetIds, isExtractorGranted, isGranted, readGrantedDatasets } from './granted.ts';
import { containsText } from './jobs/job-filter.ts';
import { likePart } from './jobs/subject-names.ts';

type Statement = RawBuilder<unknown>;

/** What somebody looks for, and how many hits are wanted. */
export interface TextSearch {
  readonly text: string;
  readonly limit: number;
}

/** Best first, then the newest. */
export const searchDatasets = async (
  db: Database,
  grant: Grant,
  { text, limit }: TextSearch,
): Promise<FoundDataset[]> => {
  const { rows } = await sql<Row>`
    select d.id, d.name, ${rankOf(sql`d.name`, text)} as rank, case
        when d.id = ${idOrNull(text)}::uuid then 'id'
        when ${containsText(sql`d.name`, text)} then 'name'
        when ${hasTag('dataset_id', 'd', text)} then 'tag' else 'description' end as field,
      ${partWith(sql`d.description`, text)} as part
    from datasets d
    where ${isGranted(grant, 'datasets', 'd')} and (
      d.id = ${idOrNull(text)}::uuid or ${containsText(sql`d.name`, text)} or ${containsText(sql`d.description`, text)}
      or ${hasTag('dataset_id', 'd', text)})
    order by rank, d.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({ id: row.id, name: row.name, ...foundBy(row, text) }));
};

interface Row {
  readonly id: string;
  readonly name: string;
  readonly rank: number;
  readonly field: 'id' | 'name' | 'description' | 'tag' | 'email';
  /** Of the text that was found, if it was not the name. */
  readonly part: string;
}

const foundBy = ({ name, rank, field, part }: Omit<Row, 'id'>, text: string) => {
  const shown = { id: text, name, tag: text, description: part, email: part };
  return { why: { field, text: shown[field] }, rank: field === 'id' ? RANKS.same : rank };
};

/** A trigram index finds nothing by fewer characters. */
const SHORTEST = 3;
/** So many files are put in order at most: of a text that most names have, some are shown. */
const MOST_FILES = 2_000;
/** Files of so few datasets are found in each of them. */
const FEW_DATASETS = 1_000;

/** Best first, then the newest. */
export const searchFiles = async (
  db: Database,
  grant: Grant,
  { text, limit }: TextSearch,
): Promise<FoundFile[]> => {
  if (text.length < SHORTEST) return [];
  const visible = await isVisible(db, grant);
  const { rows } = await sql<Row & { dataset_id: string; dataset_name: string }>`
    select f.id, f.name, f.rank, f.field, '' as part, d.id as dataset_id, d.name as dataset_name
    from (
      (select id, name, dataset_id, ${rankOf(sql`name`, text)} as rank, 'name' as field from files
        where ${containsText(sql`name`, text)} and ${visible} limit ${MOST_FILES})
      union all
      (select id, name, dataset_id, ${RANKS.otherField}::integer, 'tag' from files
        where id in (select file_id from tags where ${isTag(text)} and file_id is not null)
          and not ${containsText(sql`name`, text)} and ${visible} limit ${limit})
      union all
      (select id, name, dataset_id, ${RANKS.same}::integer, 'id' from files
        where id = ${idOrNull(text)}::uuid and ${visible})
    ) f join datasets d on d.id = f.dataset_id
    order by f.rank, f.id desc limit ${limit}`.execute(db);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    dataset: { id: row.dataset_id, name: row.dataset_name },
    ...foundBy(row, text),
  }));
};

const isVisible = async (db: Database, grant: Grant): Promise<Statement> => {
  if (grant.of === 'all') return sql`true`;
  const few = await readGrantedDatasets(db, grant, FEW_DATASETS);
  return few === undefined
    ? sql`dataset_id in (${grantedDatasetIds(grant)})`
    : sql`dataset_id = any(${few}::uuid[])`;
};

/** Best first. */
export const searchExtractors = async (
  db: Database,
  grant: ExtractorGrant,
  { text, limit }: TextSearch,
): Promise<FoundExtractor[]> => {
  const description = sql`coalesce(e.info ->> 'description', '')`;
  const { rows } = await sql<Omit<Row, 'id'>>`
    select e.name, ${rankOf(sql`e.name`, text)} as rank,
      case when ${containsText(sql`e.name`, text)} then 'name' else 'description' end as field,
      ${partWith(description, text)} as part
    from extractors e
    where ${isExtractorGranted(grant, 'e')} and (${containsText(sql`e.name`, text)} or ${containsText(description, text)})
    order by rank, e.name limit ${limit}`.execute(db);
  return rows.map((row) => ({ name: row.name, ...foundBy(row, text) }));
};

/** Best first, then by name. */
export const searchSpaces = async (
  db: Database,
  grant: Grant,
  { text, limit }: TextSearch,
): Promise<FoundByName[]> => {
  const { rows } = await sql<Row>`
    select s.id, s.name, ${rankOf(sql`s.name`, text)} as rank,
      case when ${containsText(sql`s.name`, text)} then 'name' else 'description' end as field,
      ${partWith(sql`s.description`, text)} as part
    from spaces s
    where ${isGranted(grant, 'spaces', 's')} and (${containsText(sql`s.name`, text)} or ${containsText(sql`s.description`, text)})
    order by rank, in_lower_case(s.name), s.id limit ${limit}`.execute(db);
  return rows.map((row) => ({ id: row.id, name: row.name, ...foundBy(row, text) }));
};

const lower = (text: string): Statement => sql`in_lower_case(${storableText(text)})`;

const isTag = (text: string): Statement => sql`in_lower_case(tag) = ${lower(text)}`;

const hasTag = (column: 'dataset_id', alias: string, text: string): Statement =>
  sql`${sql.ref(`${alias}.id`)} in (select ${sql.ref(column)} from tags where file_id is null and ${isTag(text)})`;

const rankOf = (name: Statement, text: string): Statement => {
  const pattern = likePart(storableText(text));
  const matches = (before: string, after: string) =>
    sql`in_lower_case(${name}) like in_lower_case(${`${before}${pattern}${after}`})`;
  return sql`case when in_lower_case(${name}) = ${lower(text)} then ${RANKS.same}::integer
    when ${matches('', '%')} then ${RANKS.beginning}::integer
    when in_lower_case(${name}) ~ ('[^[:alnum:]]' || regexp_replace(${lower(text)}, '([^[:alnum:]])', '\\\\\\1', 'g'))
      then ${RANKS.word}::integer
    when ${matches('%', '%')} then ${RANKS.part}::integer
    else ${RANKS.otherField}::integer end`;
};

const CHARACTERS_BEFORE = 30;
const CHARACTERS_SHOWN = 160;

/** The part of a long text that has another one in it. */
const partWith = (column: Statement, text: string): Statement => sql`
  substring(${column} from greatest(1, strpos(in_lower_case(${column}), ${lower(text)}) - ${CHARACTERS_BEFORE}::integer)
    for ${CHARACTERS_SHOWN}::integer)`;

const idOrNull = (text: string): string | null => (validate(text) ? text : null);
