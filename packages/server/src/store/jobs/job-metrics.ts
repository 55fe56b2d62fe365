import type { Instant, JobFilter } from '@pawprint/core';
import { sql } from 'kysely';
import type { JobView } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { allOf, filterConditions } from './job-filter.ts';
import { readJobViews } from './read-jobs.ts';

interface JobPage {
  readonly filter: JobFilter;
  /** The id of the last job on the page before. */
  readonly after: string | undefined;
  readonly limit: number;
  /** With the jobs of imported histories. */
  readonly imported: boolean;
}

/** In the order of submission. */
export const readJobPage = (
  db: Database,
  { filter, after, limit, imported }: JobPage,
  now: Instant,
): Promise<JobView[]> => {
  const later = after === undefined ? [] : [sql`id > ${after}::uuid`];
  const ours = imported ? [] : [sql`not flags @> array['imported']`];
  const conditions = allOf([...filterConditions(filter, now), ...later, ...ours]);
  return readJobViews(db, sql`select * from jobs where ${conditions} order by id limit ${limit}`);
};

/** The number of events by job and attempt; events of no attempt count for attempt 0. */
export const countEvents = async (
  db: Database,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, number>>> => {
  const { rows } = await sql<{ job_id: string; attempt: number; events: number }>`
    select job_id, coalesce(attempt, 0) as attempt, count(*)::integer as events from job_events
    where job_id = any(${jobIds}::uuid[]) group by 1, 2`.execute(db);
  const byJob = new Map<string, Map<number, number>>(jobIds.map((id) => [id, new Map()]));
  for (const { job_id, attempt, events } of rows) byJob.get(job_id)?.set(attempt, events);
  return byJob;
};

/** By user id. */
export const readEmails = async (
  db: Database,
  userIds: readonly string[],
): Promise<ReadonlyMap<string, string>> => {
  const { rows } = await sql<{ id: string; email: string }>`
    select id, email from users where id = any(${userIds}::text[])`.execute(db);
  return new Map(rows.map(({ id, email }) => [id, email]));
};
