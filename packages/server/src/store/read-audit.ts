import { sql } from 'kysely';
import type { AuditEntry, AuditFilter } from '../model/audit-entry.ts';
import type { Database } from './database.ts';
import { instantOf, timeOf } from './instant-column.ts';

interface AuditPage {
  /** The id of the last entry of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Newest first. */
export const readAudit = async (
  db: Database,
  { person, act, subject, since, until }: AuditFilter,
  { after, limit }: AuditPage,
): Promise<AuditEntry[]> => {
  let query = db
    .selectFrom('audit_log')
    .selectAll()
    .orderBy('at', 'desc')
    .orderBy('seq', 'desc')
    .limit(limit);
  if (person !== undefined) query = query.where('user_id', '=', person);
  if (act?.includes('.')) query = query.where('act', '=', act);
  else if (act !== undefined) query = query.where(sql<boolean>`starts_with(act, ${`${act}.`})`);
  if (subject !== undefined)
    query = query.where((where) =>
      where.or([where('subject', '=', subject), where('subject_name', '=', subject)]),
    );
  if (since !== undefined) query = query.where('at', '>=', timeOf(since));
  if (until !== undefined) query = query.where('at', '<', timeOf(until));
  if (after !== undefined)
    query = query.where(sql<boolean>`(at, seq) < (select at, seq from audit_log where id = ${after}::uuid)`);
  return (await query.execute()).map((row) => ({
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
  }));
};
