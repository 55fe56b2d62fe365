import type { EventKind } from '@pawprint/core';
import { sql } from 'kysely';
import type { Job } from '../../model/job.ts';
import type { DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** An extractor and what it works on. */
interface Work {
  readonly extractor: string;
  readonly resourceId: string;
}

/** The newest are asked first; of the older ones only those that are still open can matter. */
const NEWEST = 20;
const OPEN = 10;

/** The ids of the jobs that a report without one may belong to. */
export const readJobsOnResource = async (
  trx: DatabaseTransaction,
  works: readonly Work[],
): Promise<string[]> => {
  if (works.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct j.id
    from unnest(${works.map(({ extractor }) => extractor)}::text[],
      ${works.map(({ resourceId }) => resourceId)}::uuid[]) as w (extractor, resource_id)
    cross join lateral (
      (select id from jobs where resource_id = w.resource_id and extractor = w.extractor
        order by id desc limit ${NEWEST})
      union
      (select id from jobs where resource_id = w.resource_id and extractor = w.extractor and finished_at is null
        order by id desc limit ${OPEN})
    ) j`.execute(trx);
  return rows.map(({ id }) => id);
};

/** What was last said or done about each of these jobs. */
export const readLastKinds = async (
  trx: DatabaseTransaction,
  jobIds: readonly string[],
): Promise<ReadonlyMap<string, EventKind>> => {
  if (jobIds.length === 0) return new Map();
  const { rows } = await sql<{ id: string; kind: EventKind }>`
    select j.id, e.kind
    from jobs j
    join lateral (
      select kind from job_events where job_id = j.id and received_at >= j.submitted_at - interval '1 day'
      order by seq desc limit 1
    ) e on true
    where j.id = any(${jobIds}::uuid[])`.execute(trx);
  return new Map(rows.map(({ id, kind }) => [id, kind]));
};

/** How far the clocks of several servers may lie apart. */
const CLOCK_SKEW_MS = 86_400_000;

/** An event that a job may have been told of before. */
interface Told {
  readonly jobId: string;
  readonly id: string;
}

/** How a set names what it knows. */
export const eventKey = ({ jobId, id }: Told): string => `${jobId}/${id}`;

/**
 * The names of those that are stored already. The jobs are locked, so none is being stored meanwhile. No event is
 * older than its job: that spares the partitions of earlier months.
 */
export const readKnownEvents = async (
  trx: DatabaseTransaction,
  jobs: readonly Job[],
  told: readonly Told[],
): Promise<Set<string>> => {
  const locked = new Set(jobs.map(({ facts }) => facts.id));
  const pairs = told.filter(({ jobId }) => locked.has(jobId));
  if (pairs.length === 0) return new Set();
  const oldest = Math.min(...jobs.map(({ progress }) => progress.submittedAt));
  // The limit keeps it to one look into the index for each pair: a join would be planned by what the table held when
  // it was last analyzed, and may read all of it.
  const { rows } = await sql<{ job_id: string; id: string }>`
    select said.job_id, said.id
    from unnest(${pairs.map(({ jobId }) => jobId)}::uuid[], ${pairs.map(({ id }) => id)}::uuid[])
      as said (job_id, id)
    cross join lateral (
      select from job_events e
      where e.job_id = said.job_id and e.id = said.id and e.received_at >= ${timeOf(oldest - CLOCK_SKEW_MS)}
      limit 1
    ) known`.execute(trx);
  return new Set(rows.map((row) => eventKey({ jobId: row.job_id, id: row.id })));
};
