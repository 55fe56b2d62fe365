import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Job, JobFacts } from '../../model/job.ts';
import type { DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import type { JobRow } from './job-row.ts';
import { withAttempts } from './lock-jobs.ts';

interface Turn {
  readonly extractor: string;
  readonly room: number;
}

/**
 * The next jobs that the server holds for an extractor: the more urgent first, then people in turn (who has fewer in
 * the broker comes first), then the older ones. Reads a few rows of each person's, however many wait.
 */
const chooseJobs = async (
  trx: DatabaseTransaction,
  { extractor, room }: Turn,
  now: Instant,
): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    with recursive people as (
      (select coalesce(submitted_by, '') as person from jobs
        where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane is distinct from 'rabbitmq'
        order by coalesce(submitted_by, '') limit 1)
      union all
      select (select coalesce(submitted_by, '') from jobs
        where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
          and lane is distinct from 'rabbitmq' and coalesce(submitted_by, '') > people.person
        order by coalesce(submitted_by, '') limit 1)
      from people where people.person is not null
    ), in_broker as (
      select coalesce(submitted_by, '') as person, count(*) as jobs from jobs
      where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'
      group by 1
    )
    select id from people
    left join in_broker using (person)
    cross join lateral (
      select id, priority, row_number() over (order by priority desc, id) as turn from jobs
      where extractor = ${extractor} and coalesce(submitted_by, '') = people.person
        and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq'
        and available_at <= ${timeOf(now)}
      order by priority desc, id limit ${room}
    ) next
    where people.person is not null
    order by priority desc, coalesce(in_broker.jobs, 0) + turn, id
    limit ${room}`.execute(trx);
  return rows.map((row) => row.id);
};

/** Locks them, in the order chosen, leaving out those that somebody else took meanwhile or holds just now. */
export const lockDispatchableJobs = async (
  trx: DatabaseTransaction,
  turn: Turn,
  now: Instant,
): Promise<Job[]> => {
  const ids = await chooseJobs(trx, turn, now);
  const { rows } = await sql<JobRow>`
    select * from jobs where id = any(${ids}::uuid[])
      and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq'
    order by array_position(${ids}::uuid[], id) for update skip locked`.execute(trx);
  return withAttempts(trx, rows);
};

/** Together with the extractor's name: one dispatcher at a time for each extractor, on however many servers. */
const DISPATCH_LOCK = 7_297_169;

/** Until the end of the transaction nobody else dispatches for this extractor. False where somebody does. */
export const lockDispatch = async (trx: DatabaseTransaction, extractor: string): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${DISPATCH_LOCK}, hashtext(${extractor})) as locked`.execute(trx);
  return rows[0]?.locked ?? false;
};

/** How many messages of an extractor wait in the broker, or are on their way into it. */
export const countInBroker = async (trx: DatabaseTransaction, extractor: string): Promise<number> => {
  const { rows } = await sql<{ waiting: number }>`
    select count(*)::integer as waiting from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'`.execute(
    trx,
  );
  return rows[0]?.waiting ?? 0;
};

/** What a message says that stands with other things than the job; null where there is none (any more). */
interface StoredContext {
  readonly email: string | null;
  readonly metadata: unknown;
}

const metadataIdOf = ({ dataChange }: JobFacts): string | null =>
  dataChange !== null && 'metadataId' in dataChange ? dataChange.metadataId : null;

/** By job id. */
export const readMessageContexts = async (
  trx: DatabaseTransaction,
  jobs: readonly JobFacts[],
): Promise<ReadonlyMap<string, StoredContext>> => {
  const { rows } = await sql<StoredContext & { id: string }>`
    select wanted.id, users.email, metadata.content as metadata
    from unnest(
      ${jobs.map(({ id }) => id)}::uuid[],
      ${jobs.map(({ submittedBy }) => submittedBy)}::text[],
      ${jobs.map(metadataIdOf)}::uuid[]
    ) as wanted (id, submitted_by, metadata_id)
    left join users on users.id = wanted.submitted_by
    left join metadata on metadata.id = wanted.metadata_id`.execute(trx);
  return new Map(rows.map(({ id, email, metadata }) => [id, { email, metadata }]));
};
