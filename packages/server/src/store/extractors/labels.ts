import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { validate } from 'uuid';
import type { Label } from '../../model/extractor.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

export const readLabels = (db: Database): Promise<Label[]> => selectLabels(db).orderBy('l.name').execute();

/** Ids come from outside: one that is no UUID is the id of no label. */
export const readLabel = async (db: Database, id: string): Promise<Label | undefined> =>
  validate(id) ? selectLabels(db).where('l.id', '=', id).executeTakeFirst() : undefined;

const selectLabels = (db: Database) =>
  db.selectFrom('extractor_labels as l').select([
    'l.id',
    'l.name',
    'l.category',
    sql<string[]>`array(
        select extractor from extractor_label_members where label_id = l.id order by extractor
      )`.as('extractors'),
  ]);

/** Whether another label has this name. Locks all labels until the transaction ends, so that the answer stays true. */
export const isLabelNameTaken = async (
  trx: DatabaseTransaction,
  { id, name }: Pick<Label, 'id' | 'name'>,
): Promise<boolean> => {
  await sql`lock table extractor_labels in share row exclusive mode`.execute(trx);
  const row = await trx
    .selectFrom('extractor_labels')
    .select('id')
    .where('name', '=', name)
    .where('id', '<>', id)
    .executeTakeFirst();
  return row !== undefined;
};

/** Those of the names that no extractor has. The other extractors cannot be deleted until the transaction ends. */
export const namesWithoutExtractor = async (
  trx: DatabaseTransaction,
  names: readonly string[],
): Promise<string[]> => {
  const rows = await trx
    .selectFrom('extractors')
    .select('name')
    .where('name', '=', sql<string>`any(${names}::text[])`)
    .forKeyShare()
    .execute();
  const known = new Set(rows.map(({ name }) => name));
  return names.filter((name) => !known.has(name));
};

/** Stores a new label, or replaces all of an existing one. */
export const writeLabel = async (
  trx: DatabaseTransaction,
  { id, name, category, extractors }: Label,
  createdAt: Instant,
): Promise<void> => {
  await trx
    .insertInto('extractor_labels')
    .values({ id, name, category, created_at: timeOf(createdAt) })
    .onConflict((conflict) => conflict.column('id').doUpdateSet({ name, category }))
    .execute();
  await trx.deleteFrom('extractor_label_members').where('label_id', '=', id).execute();
  if (extractors.length === 0) return;
  const members = extractors.map((extractor) => ({ label_id: id, extractor }));
  await trx.insertInto('extractor_label_members').values(members).execute();
};

export const removeLabel = async (trx: DatabaseTransaction, id: string): Promise<void> => {
  await trx.deleteFrom('extractor_labels').where('id', '=', id).execute();
};
