import type { EventKind } from '@pawprint/core';
import { sql } from 'kysely';
import type { Job } from '../../model/job.ts';
import type { DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';

/** The ids of the jobs that a report which names no job can belong to. */
export const readJobsOnResource = async (
  trx: DatabaseTransaction,
  pairs: readonly ExtractorAndResource[],
): Promise<string[]> => {
  if (pairs.length === 0) return [];
  const { rows } = await sql<{ id: string }>`
    select distinct j.id
    from unnest(${pairs.map(({ extractor }) => extractor)}::text[],
      ${pairs.map(({ resourceId }) => resourceId)}::uuid[]) as w (extractor, resource_id)
    cross join lateral (
      (select id from jobs where resource_id = w.resource_id and extractor = w.extractor
        order by id desc limit ${MAX_NEWEST})
      union
      (select id from jobs where resource_id = w.resource_id and extractor = w.extractor and finished_at is null
        order by id desc limit ${MAX_OPEN})
    ) j`.execute(trx);
  return rows.map(({ id }) => id);
};

/** An extractor and the id of a resource. */
interface ExtractorAndResource {
  readonly extractor: string;
  readonly resourceId: string;
}

/** The newest jobs of an extractor on a resource can match a report, and of the older ones only those still open. */
const MAX_NEWEST = 20;

const MAX_OPEN = 10;

/** The kind of the last event of each of these jobs. */
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

/**
 * The keys of those of these events that are stored already. The jobs must be locked, so that none is stored meanwhile.
 * No event is older than its job, which excludes the partitions of earlier months.
 */
export const readKnownEvents = async (
  trx: DatabaseTransaction,
  jobs: readonly Job[],
  events: readonly EventOfJob[],
): Promise<Set<string>> => {
  const locked = new Set(jobs.map(({ facts }) => facts.id));
  const pairs = events.filter(({ jobId }) => locked.has(jobId));
  if (pairs.length === 0) return new Set();
  const oldest = Math.min(...jobs.map(({ progress }) => progress.submittedAt));
  // The limit makes PostgreSQL use the index for each pair: it plans a join by old statistics, and may scan the table.
  const { rows } = await sql<{ job_id: string; id: string }>`
    select given.job_id, given.id
    from unnest(${pairs.map(({ jobId }) => jobId)}::uuid[], ${pairs.map(({ id }) => id)}::uuid[])
      as given (job_id, id)
    cross join lateral (
      select from job_events e
      where e.job_id = given.job_id and e.id = given.id and e.received_at >= ${timeOf(oldest - CLOCK_SKEW_MS)}
      limit 1
    ) known`.execute(trx);
  return new Set(rows.map((row) => eventKey({ jobId: row.job_id, id: row.id })));
};

/** An event that its job may have had before. */
interface EventOfJob {
  readonly jobId: string;
  readonly id: string;
}

/** The key of an event in the set of known events. */
export const eventKey = ({ jobId, id }: EventOfJob): string => `${jobId}/${id}`;

/** The largest difference between the clocks of several servers. */
const CLOCK_SKEW_MS = 86_400_000;

/** A setting of the instance. */
const LAST_READER = 'report_reader';

/**
 * Makes this server the last one that stored reports from RabbitMQ, and says whether it was another one before. Until the
 * transaction ends no other server stores any: so of two servers that got the same reports, since one of them had lost its
 * connection to the broker, the second one finds what the first has stored.
 *
 * @param readerId of this server
 */
export const takeOverReports = async (trx: DatabaseTransaction, readerId: string): Promise<boolean> => {
  const { rows } = await sql<{ value: string }>`
    select value from instance_settings where name = ${LAST_READER} for update`.execute(trx);
  if (rows[0]?.value === readerId) return false;
  await trx
    .insertInto('instance_settings')
    .values({ name: LAST_READER, value: readerId })
    .onConflict((c) => c.column('name').doUpdateSet({ value: readerId }))
    .execute();
  return true;
};
