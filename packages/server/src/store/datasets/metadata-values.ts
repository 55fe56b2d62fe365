import type { MetadataTerm } from '@pawprint/protocol';
import { type RawBuilder, sql } from 'kysely';
import { storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { versionSuperseding } from '../extractors/versions.ts';
import { containsText } from '../jobs/job-filter.ts';
import { likePart, likePattern } from '../jobs/subject-names.ts';

type Statement = RawBuilder<unknown>;

/**
 * Whether a value is what a term asks for. A key is compared by its end: `Model` finds `exif.Model`, too.
 *
 * @param alias the name that the query has given the table of values
 */
export const meetsTerm = (term: MetadataTerm, alias: string): Statement => {
  const value = sql`in_lower_case(${sql.ref(`${alias}.value`)})`;
  if ('text' in term)
    return sql`${sql.ref(`${alias}.number`)} is null and ${containsText(sql.ref(`${alias}.value`), term.text)}`;
  const hasKey = isKey(term.key, alias);
  if ('number' in term)
    return sql`${hasKey} and ${sql.ref(`${alias}.number`)} ${sql.raw(term.compare)} ${term.number}::double precision`;
  const inOrder = sql`(${value} collate "C")`;
  if (/^\*+$/.test(term.pattern)) return hasKey;
  return term.pattern.includes('*')
    ? sql`${hasKey} and ${inOrder} like in_lower_case(${likePattern(term.pattern)})`
    : sql`${hasKey} and ${inOrder} = in_lower_case(${storableText(term.pattern)})`;
};

/** In upper or lower case. `name` is the last part of the key, and what the indexes have. */
const isKey = (key: string, alias: string): Statement => {
  const stored = storableText(key).slice(0, LONGEST_KEY);
  const name = stored.slice(stored.lastIndexOf('.') + 1);
  const hasName = sql`${sql.ref(`${alias}.name`)} = in_lower_case(${name})`;
  if (name === stored) return hasName;
  const path = sql`in_lower_case('.' || ${sql.ref(`${alias}.key`)})`;
  // As a case, since the planner would expect next to no rows of `like`, and sort all there are instead of reading an index.
  return sql`${hasName} and case when ${path} like in_lower_case(${`%.${likePart(stored)}`}) then true else false end`;
};

/** Longer ones are cut when they are stored. */
const LONGEST_KEY = 200;

/**
 * Documents that count: of an extractor those of its latest job on the resource by a version that is not superseded, of
 * people all that were not edited since.
 *
 * @param alias the name that the query has given the table of documents
 */
export const isLatest = (alias: string): Statement => {
  const m = (column: string) => sql.ref(`${alias}.${column}`);
  const byOtherJob = sql`newer.id > ${m('id')} and newer.extractor = ${m('extractor')}
    and newer.job_id is distinct from ${m('job_id')} and not exists (${versionSuperseding('newer')})`;
  return sql`(${m('replaced_by')} is null and (${m('extractor')} is null or not exists (
      ${versionSuperseding(alias)}
      union all select from metadata newer where newer.file_id = ${m('file_id')} and ${byOtherJob}
      union all select from metadata newer where newer.dataset_id = ${m('dataset_id')} and ${byOtherJob}
    )))`;
};

/** So many documents are read in one transaction. */
const OLDER_AT_ONCE = 500;

/**
 * Writes the values of documents that were stored before this table was there, newest first. Each batch is a transaction,
 * and servers take turns. @param stopped asks it to end after a batch
 */
export const writeOlderValues = async (db: Database, stopped?: AbortSignal): Promise<void> => {
  while (stopped?.aborted !== true && (await db.transaction().execute(writeBatch)));
};

const BELOW = 'metadata_values_below';

/** False if no document is left. */
const writeBatch = async (trx: DatabaseTransaction): Promise<boolean> => {
  const setting = await trx
    .selectFrom('instance_settings')
    .select('value')
    .where('name', '=', BELOW)
    .forUpdate()
    .executeTakeFirst();
  if (setting === undefined) return false;
  const { rows } = await sql<{ id: string }>`
    with batch as materialized (
      select m.id, m as document from metadata m where m.id < ${setting.value}::uuid
      order by m.id desc limit ${OLDER_AT_ONCE} for key share
    ), written as materialized (
      select id, write_metadata_values(document) from batch
      where not exists (select from metadata_values v where v.metadata_id = batch.id)
    )
    select batch.id from batch left join written on written.id = batch.id order by batch.id limit 1`.execute(
    trx,
  );
  const [last] = rows;
  if (last === undefined) await trx.deleteFrom('instance_settings').where('name', '=', BELOW).execute();
  else await trx.updateTable('instance_settings').set({ value: last.id }).where('name', '=', BELOW).execute();
  return last !== undefined;
};
