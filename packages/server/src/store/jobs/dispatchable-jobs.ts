import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Job, JobFacts } from '../../model/job.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import type { JobRow } from './job-row.ts';
import { withAttempts } from './lock-jobs.ts';

/** Lets only this transaction dispatch for the extractor, of all servers. False if another one does already. */
export const lockDispatch = async (trx: DatabaseTransaction, extractor: string): Promise<boolean> => {
  const { rows } = await sql<{ locked: boolean }>`
    select pg_try_advisory_xact_lock(${ADVISORY_LOCKS.dispatch}, hashtext(${extractor})) as locked`.execute(
    trx,
  );
  return rows[0]?.locked ?? false;
};

/** Locks the next held jobs, in the order of dispatch. Jobs that were dispatched or locked meanwhile are left out. */
export const lockDispatchableJobs = async (
  trx: DatabaseTransaction,
  room: DispatchRoom,
  now: Instant,
): Promise<Job[]> => {
  const ids = await chooseJobs(trx, room, now);
  const { rows } = await sql<JobRow>`
    select * from jobs where id = any(${ids}::uuid[])
      and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq'
    for update skip locked`.execute(trx);
  const place = new Map(ids.map((id, n) => [id, n]));
  const inOrder = rows.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
  return withAttempts(trx, inOrder);
};

export interface DispatchRoom {
  readonly extractor: string;
  /** How many jobs can be dispatched. */
  readonly room: number;
  readonly inBroker: JobsInBroker;
  /** Jobs that are left out: another transaction is dispatching them. */
  readonly without?: readonly string[];
}

/**
 * The ids of the next held jobs of an extractor: by priority, then people in turn (first the one with fewer jobs in the
 * broker), then by age. Reads only a few rows per person, however many jobs wait.
 */
const chooseJobs = async (
  trx: DatabaseTransaction,
  { extractor, room, inBroker, without = [] }: DispatchRoom,
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
      select * from unnest(${[...inBroker.keys()]}::text[], ${[...inBroker.values()]}::integer[]) as counted (person, jobs)
    )
    select id from people
    left join in_broker using (person)
    cross join lateral (
      select id, priority, row_number() over (order by priority desc, id) as turn from jobs
      where extractor = ${extractor} and coalesce(submitted_by, '') = people.person
        and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq'
        and available_at <= ${timeOf(now)} and id <> all (${without}::uuid[])
      order by priority desc, id limit ${room}
    ) next
    where people.person is not null
    order by priority desc, coalesce(in_broker.jobs, 0) + turn, id
    limit ${room}`.execute(trx);
  return rows.map((row) => row.id);
};

/** How many jobs are queued in the broker, or being published, by the person who submitted them (empty for nobody). */
export type JobsInBroker = ReadonlyMap<string, number>;

export const countInBroker = async (trx: DatabaseTransaction, extractor: string): Promise<JobsInBroker> => {
  const { rows } = await sql<{ person: string; jobs: number }>`
    select coalesce(submitted_by, '') as person, count(*)::integer as jobs from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'
    group by 1`.execute(trx);
  return new Map(rows.map(({ person, jobs }) => [person, jobs]));
};

/** What a message contains besides the job; null if it does not exist, or was deleted. */
interface MessageContext {
  readonly email: string | null;
  /** The content, in JSON. */
  readonly metadata: Uint8Array | null;
}

/** By job id. */
export const readMessageContexts = async (
  db: Database,
  jobs: readonly JobFacts[],
): Promise<ReadonlyMap<string, MessageContext>> => {
  const { rows } = await sql<MessageContext & { id: string }>`
    select wanted.id, users.email, convert_to(metadata.content::text, 'UTF8') as metadata
    from unnest(
      ${jobs.map(({ id }) => id)}::uuid[],
      ${jobs.map(({ submittedBy }) => submittedBy)}::text[],
      ${jobs.map(metadataIdOf)}::uuid[]
    ) as wanted (id, submitted_by, metadata_id)
    left join users on users.id = wanted.submitted_by
    left join metadata on metadata.id = wanted.metadata_id`.execute(db);
  return new Map(rows.map(({ id, email, metadata }) => [id, { email, metadata }]));
};

const metadataIdOf = ({ dataChange }: JobFacts): string | null =>
  dataChange !== null && 'metadataId' in dataChange ? dataChange.metadataId : null;
