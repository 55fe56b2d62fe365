import { type Selectable, sql } from 'kysely';
import type { AuditEntry, AuditFilter } from '../model/audit-entry.ts';
import type { Database } from './database.ts';
import { instantOf, timeOf } from './instant-column.ts';
import type { AuditLogTable } from './schema/operation.ts';

interface AuditPage {
  /** The id of the last entry of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first. A subject is found by its id or by the name that it had: each has an index of its own. */
export const readAudit = async (
  db: Database,
  { subject, ...filter }: AuditFilter,
  page: AuditPage,
): Promise<AuditEntry[]> => {
  const query = selectEntries(db, filter, page);
  if (subject === undefined) return (await query.execute()).map(rowToEntry);
  const found = await Promise.all([
    query.where('subject', '=', subject).execute(),
    query.where('subject_name', '=', subject).execute(),
  ]);
  const rows = [...new Map(found.flat().map((row) => [row.id, row])).values()];
  return rows
    .toSorted((one, other) => other.at.getTime() - one.at.getTime() || Number(other.seq) - Number(one.seq))
    .slice(0, page.limit)
    .map(rowToEntry);
};

const selectEntries = (
  db: Database,
  { person, act, since, until }: Omit<AuditFilter, 'subject'>,
  { after, limit }: AuditPage,
) => {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit);
  if (person !== undefined) query = query.where('user_id', '=', person);
  if (act?.includes('.')) query = query.where('act', '=', act);
  else if (act !== undefined) query = query.where(sql<boolean>`split_part(act, '.', 1) = ${act}`);
  if (since !== undefined) query = query.where('at', '>=', timeOf(since));
  if (until !== undefined) query = query.where('at', '<', timeOf(until));
  if (after !== undefined)
    query = query.where(sql<boolean>`(at, seq) < (select at, seq from audit_log where id = ${after}::uuid)`);
  return query;
};

const rowToEntry = (row: Selectable<AuditLogTable>): AuditEntry => ({
  id: row.id,
  at: instantOf(row.at),
  userId: row.user_id,
  userName: row.user_name,
  act: row.act,
  subject: row.subject,
  subjectName: row.subject_name,
  address: row.address,
  means: row.means,
  credential: row.credential,
  details: row.details,
});
