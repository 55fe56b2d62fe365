import type { Instant, JobState } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';
import { instantOf } from '../instant-column.ts';

/** A dataset with how much has been done in it. */
export interface StoredSummary {
  readonly id: string;
  readonly name: string;
  readonly files: number;
  readonly states: Readonly<Partial<Record<JobState, number>>>;
  /** When it was created, its newest file was added, or its newest job was submitted. */
  readonly changedAt: Instant;
}

/** The datasets of somebody who has thousands are not all looked at. */
const NEWEST_OWN = 200;

/** The datasets that a user has created, latest changed first. */
export const listOwnSummaries = async (
  db: Database,
  userId: string,
  limit: number,
): Promise<StoredSummary[]> => {
  const { rows } = await sql<SummaryRow>`
    with own as (
      select d.id, d.name, ${CHANGED_AT} as changed_at
      from (
        select id, name, created_at from datasets where created_by = ${userId} order by id desc limit ${NEWEST_OWN}
      ) d
      order by 3 desc, d.id desc limit ${limit}
    )
    select o.*,
      (select count(*)::integer from files f where f.dataset_id = o.id) as files,
      (select coalesce(jsonb_object_agg(state, jobs), '{}') from (
        select state, sum(jobs) as jobs from job_totals t
        where t.dataset_id = o.id and t.jobs > 0 group by state
      ) s) as states
    from own o order by o.changed_at desc, o.id desc`.execute(db);
  return rows.map(({ changed_at, ...dataset }) => ({ ...dataset, changedAt: instantOf(changed_at) }));
};

/** When a dataset was last changed. Undefined: it is not there. */
export const readChangedAt = async (db: Database, id: string): Promise<Instant | undefined> => {
  const { rows } = await sql<{ changed_at: Date }>`
    select ${CHANGED_AT} as changed_at from datasets d where d.id = ${id}::uuid`.execute(db);
  return rows[0] && instantOf(rows[0].changed_at);
};

/** Of a dataset `d`. The newest file and job are each the first entry of an index. */
const CHANGED_AT = sql`greatest(
  d.created_at,
  (select f.created_at from files f where f.dataset_id = d.id order by f.id desc limit 1),
  (select j.submitted_at from jobs j where j.dataset_id = d.id order by j.id desc limit 1))`;

interface SummaryRow extends Omit<StoredSummary, 'changedAt'> {
  readonly changed_at: Date;
}
