import { type InferResult, sql } from 'kysely';
import { validate as isUuid } from 'uuid';
import type { Section } from '../../model/file.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';

/** Ids come from outside: one that is no UUID is the id of no section. */
export const findSection = async (db: Database, id: string): Promise<Section | undefined> => {
  if (!isUuid(id)) return undefined;
  const row = await selectSections(db).where('s.id', '=', id).executeTakeFirst();
  return row && rowToSection(row);
};

const selectSections = (db: Database) =>
  db
    .selectFrom('sections as s')
    .innerJoin('files as f', 'f.id', 's.file_id')
    .leftJoin('users as u', 'u.id', 's.created_by')
    .selectAll('s')
    .select(['f.name as file_name', 'f.dataset_id', 'u.id as creator_id', 'u.name as creator_name']);

type SectionRow = InferResult<ReturnType<typeof selectSections>>[number];

const rowToSection = (row: SectionRow): Section => ({
  id: row.id,
  name: `a section of ${row.file_name}`,
  fileId: row.file_id,
  datasetId: row.dataset_id,
  description: row.description,
  details: row.details,
  extractor: row.extractor,
  jobId: row.job_id,
  createdBy: row.creator_id && row.creator_name ? { id: row.creator_id, name: row.creator_name } : null,
  createdAt: instantOf(row.created_at),
});

export type NewSection = Pick<
  Section,
  'id' | 'fileId' | 'description' | 'details' | 'extractor' | 'jobId' | 'createdAt'
> & { readonly createdBy: string | null };

export const insertSection = async (trx: DatabaseTransaction, section: NewSection): Promise<void> => {
  await trx
    .insertInto('sections')
    .values({
      id: section.id,
      file_id: section.fileId,
      description: section.description,
      details: JSON.stringify(section.details),
      extractor: section.extractor,
      created_by: existingUser(section.createdBy),
      job_id: section.jobId,
      created_at: timeOf(section.createdAt),
    })
    .execute();
};

/** The id of the section that the same job has made with the same description and details: another attempt makes it again. */
export const findEqualSection = async (
  trx: DatabaseTransaction,
  { fileId, jobId, description, details }: NewSection,
): Promise<string | undefined> => {
  if (jobId === null) return undefined;
  const row = await trx
    .selectFrom('sections')
    .select('id')
    .where('file_id', '=', fileId)
    .where('job_id', '=', jobId)
    .where('description', '=', description)
    .where('details', '=', sql<Record<string, unknown>>`${JSON.stringify(details)}::jsonb`)
    .orderBy('id')
    .executeTakeFirst();
  return row?.id;
};

/** Keeps the section from being deleted until the transaction ends. False if there is none. */
export const lockSection = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const row = await trx
    .selectFrom('sections')
    .select('id')
    .where('id', '=', id)
    .forKeyShare()
    .executeTakeFirst();
  return row !== undefined;
};

/** False if there is no such section. */
export const setSectionDescription = async (
  trx: DatabaseTransaction,
  id: string,
  description: string,
): Promise<boolean> => {
  const changed = await trx
    .updateTable('sections')
    .set({ description })
    .where('id', '=', id)
    .executeTakeFirst();
  return changed.numUpdatedRows > 0n;
};

/** Deletes its tags and previews too. False if there is no such section. */
export const removeSection = async (trx: DatabaseTransaction, id: string): Promise<boolean> => {
  const removed = await trx.deleteFrom('sections').where('id', '=', id).executeTakeFirst();
  return removed.numDeletedRows > 0n;
};
