import type { EventKind } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { StoredEvent } from '../../model/job-change.ts';
import type { Database } from '../database.ts';
import { type EventRow, rowToEvent } from './event-row.ts';
import { containsText } from './job-filter.ts';

export interface EventPick {
  readonly jobId: string;
  /** Only events with a greater `seq`. */
  readonly after?: number | undefined;
  /** Only events with a smaller `seq`: the newest of them, where `after` is not given. */
  readonly before?: number | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
  readonly attempt?: number | undefined;
  readonly q?: string | undefined;
  readonly limit: number;
}

const conditions = (pick: EventPick): RawBuilder<unknown>[] => [
  sql`job_id = ${pick.jobId}::uuid`,
  ...(pick.after === undefined ? [] : [sql`seq > ${pick.after}`]),
  ...(pick.before === undefined ? [] : [sql`seq < ${pick.before}`]),
  ...(pick.kinds?.length ? [sql`kind = any(${pick.kinds}::text[])`] : []),
  ...(pick.attempt === undefined ? [] : [sql`attempt = ${pick.attempt}`]),
  ...(pick.q ? [containsText(sql`message`, pick.q)] : []),
];

/** Events of one job in the order of `seq`: those that come next, or with `before` alone those that came last. */
export const readEvents = async (db: Database, pick: EventPick): Promise<StoredEvent[]> => {
  const backwards = pick.before !== undefined && pick.after === undefined;
  const { rows } = await sql<EventRow>`
    select * from job_events where ${sql.join(conditions(pick), sql` and `)}
    order by seq ${backwards ? sql`desc` : sql`asc`} limit ${pick.limit}`.execute(db);
  const events = rows.map(rowToEvent);
  return backwards ? events.reverse() : events;
};

/** What happened to certain jobs after one seq and up to another. */
export const readNewEvents = async (
  db: Database,
  jobIds: readonly string[],
  after: number,
  upTo: number,
): Promise<StoredEvent[]> => {
  if (jobIds.length === 0) return [];
  const { rows } = await sql<EventRow>`
    select * from job_events
    where job_id = any(${jobIds}::uuid[]) and seq > ${after} and seq <= ${upTo}
    order by seq`.execute(db);
  return rows.map(rowToEvent);
};
