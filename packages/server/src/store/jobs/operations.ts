import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import { validate } from 'uuid';
import {
  type Backlog,
  type FailedSubject,
  isFilesRequest,
  OPERATION_PRIORITY,
  type Operation,
  type OperationRequest,
} from '../../model/operation.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';
import { existingUser } from '../users.ts';
import { allOf } from './job-filter.ts';

interface NewOperation {
  readonly id: string;
  readonly request: OperationRequest;
  readonly requestedBy: string;
  /** In the order in which they are dealt with. */
  readonly subjects: readonly string[];
}

/** One without subjects is finished at once. */
export const insertOperation = async (
  trx: DatabaseTransaction,
  { id, request, requestedBy, subjects }: NewOperation,
  now: Instant,
): Promise<void> => {
  await trx
    .insertInto('operations')
    .values({
      id,
      kind: request.kind,
      state: subjects.length === 0 ? 'finished' : 'running',
      requested_by: existingUser(requestedBy),
      requested_at: timeOf(now),
      finished_at: subjects.length === 0 ? timeOf(now) : null,
      request: JSON.stringify(request),
      subject_count: subjects.length,
    })
    .execute();
  for (let from = 0; from < subjects.length; from += MAX_ROWS)
    await sql`
      insert into operation_subjects (operation_id, position, subject_id)
      select ${id}::uuid, ${from}::integer + position, subject_id
      from unnest(${subjects.slice(from, from + MAX_ROWS)}::uuid[]) with ordinality as s (subject_id, position)
    `.execute(trx);
};

/** One statement for all subjects could take longer than a statement is allowed to. */
const MAX_ROWS = 20_000;

/** Ids come from outside: one that is no UUID is the id of no operation. */
export const readOperation = (db: Database, id: string): Promise<Operation | undefined> => find(db, id);

/** The operation, if it is running and no other transaction has locked it. */
export const lockRunningOperation = async (
  trx: DatabaseTransaction,
  id: string,
): Promise<Operation | undefined> => {
  const operation = await find(trx, id, sql`for update of o skip locked`);
  return operation?.state === 'running' ? operation : undefined;
};

const find = async (db: Database, id: string, lock = sql``): Promise<Operation | undefined> => {
  if (!validate(id)) return undefined;
  const { rows } = await sql<Row>`${OPERATIONS} where o.id = ${id}::uuid ${lock}`.execute(db);
  return rows[0] && rowToOperation(rows[0]);
};

const OPERATIONS = sql`
  select o.*, users.name as requester_name
  from operations o left join users on users.id = o.requested_by`;

interface Row {
  readonly id: string;
  readonly state: Operation['state'];
  readonly request: OperationRequest;
  readonly requested_by: string | null;
  readonly requester_name: string | null;
  readonly requested_at: Date;
  readonly finished_at: Date | null;
  readonly subject_count: number;
  readonly done: number;
  readonly failed_count: number;
  readonly reason: string | null;
  readonly waits_for: string | null;
  readonly waiting_jobs: number | null;
}

const rowToOperation = (row: Row): Operation => ({
  id: row.id,
  state: row.state,
  request: row.request,
  requestedBy:
    row.requested_by !== null && row.requester_name !== null
      ? { id: row.requested_by, name: row.requester_name }
      : null,
  requestedAt: instantOf(row.requested_at),
  finishedAt: instantOrNull(row.finished_at),
  done: row.done,
  of: row.subject_count,
  failedCount: row.failed_count,
  reason: row.reason,
  waits:
    row.waits_for !== null && row.waiting_jobs !== null
      ? { extractor: row.waits_for, jobs: row.waiting_jobs }
      : null,
});

export interface OperationListQuery {
  /** Undefined: those of all people. */
  readonly requestedBy: string | undefined;
  /** Leaves out what ended before. */
  readonly endedSince: Instant | undefined;
  /** The page begins after this one. */
  readonly after: Pick<Operation, 'id' | 'state'> | undefined;
  readonly limit: number;
}

/** One page: those that run, then the others, each from new to old. */
export const listOperations = async (
  db: Database,
  { requestedBy, endedSince, after, limit }: OperationListQuery,
): Promise<Operation[]> => {
  const { rows } = await sql<Row>`${OPERATIONS} where ${allOf([
    ...(requestedBy === undefined ? [] : [sql`o.requested_by = ${requestedBy}`]),
    ...(endedSince === undefined
      ? []
      : [sql`(o.finished_at is null or o.finished_at >= ${timeOf(endedSince)}::timestamptz)`]),
    ...(after === undefined
      ? []
      : [sql`(o.state = 'running', o.id) < (${after.state === 'running'}::boolean, ${after.id}::uuid)`]),
  ])}
    order by (o.state = 'running') desc, o.id desc limit ${limit}`.execute(db);
  return rows.map(rowToOperation);
};

/** Oldest first. */
export const readRunningOperationIds = async (db: Database): Promise<string[]> => {
  const { rows } = await sql<{ id: string }>`
    select id from operations where state = 'running' order by id`.execute(db);
  return rows.map(({ id }) => id);
};

/** The ids of the subjects whose turn is next. */
export const readNextSubjects = async (
  trx: DatabaseTransaction,
  { id, done }: Operation,
  limit: number,
): Promise<string[]> => {
  const { rows } = await sql<{ subject_id: string }>`
    select subject_id from operation_subjects
    where operation_id = ${id}::uuid and position > ${done} and position <= ${done + limit}
    order by position`.execute(trx);
  return rows.map(({ subject_id }) => subject_id);
};

/**
 * An extractor that one of these subjects would get a job of, and for which so many jobs of operations wait already.
 *
 * @param most at least 1
 */
export const findBacklog = async (
  trx: DatabaseTransaction,
  { request }: Operation,
  subjects: readonly string[],
  most: number,
): Promise<Backlog | undefined> => {
  if (request.kind === 'cancel' || request.kind === 'remove_outputs' || isFilesRequest(request))
    return undefined;
  const extractors =
    request.kind === 'run_missing'
      ? sql`select ${request.extractor}::text as extractor`
      : sql`select distinct extractor from jobs where id = any(${subjects}::uuid[])`;
  const waiting = sql`
    select 1 from jobs where extractor = e.extractor and priority = ${OPERATION_PRIORITY}
      and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')`;
  // Two halves, as partial indexes have them: jobs that the server holds, and those in RabbitMQ.
  const { rows } = await sql<Backlog>`
    select e.extractor, w.jobs from (${extractors}) e cross join lateral (
      select count(*)::integer as jobs from (
        ${waiting} and lane is distinct from 'rabbitmq'
        union all ${waiting} and lane = 'rabbitmq'
      ) each
    ) w
    where w.jobs >= ${most} order by e.extractor limit 1`.execute(trx);
  return rows[0];
};

/** Records that an operation submits nothing for now. */
export const recordWaiting = async (
  trx: DatabaseTransaction,
  id: string,
  { extractor, jobs }: Backlog,
): Promise<void> => {
  await trx
    .updateTable('operations')
    .set({ waits_for: extractor, waiting_jobs: jobs })
    .where('id', '=', id)
    .execute();
};

/** Records that the next subjects were dealt with. After the last one the operation is finished. */
export const recordProgress = async (
  trx: DatabaseTransaction,
  { id }: Operation,
  { dealtWith, failed }: { readonly dealtWith: number; readonly failed: readonly FailedSubject[] },
  now: Instant,
): Promise<void> => {
  if (failed.length > 0)
    await sql`
      update operation_subjects s set failure = f.failure
      from operations o, unnest(
        ${failed.map((each) => each.id)}::uuid[], ${failed.map(({ reason }) => reason)}::text[]
      ) as f (subject_id, failure)
      where o.id = ${id}::uuid and s.operation_id = o.id and s.subject_id = f.subject_id
        and s.position > o.done and s.position <= o.done + ${dealtWith}`.execute(trx);
  await sql`
    update operations set
      done = done + ${dealtWith}, failed_count = failed_count + ${failed.length},
      waits_for = null, waiting_jobs = null,
      state = case when done + ${dealtWith} = subject_count then 'finished' else state end,
      finished_at = case when done + ${dealtWith} = subject_count then ${timeOf(now)}::timestamptz end
    where id = ${id}::uuid`.execute(trx);
};

/** Waits for the slice that is being carried out. False if the operation has ended. */
export const stopOperation = async (
  db: Database,
  id: string,
  reason: string,
  now: Instant,
): Promise<boolean> => {
  const { numUpdatedRows } = await db
    .updateTable('operations')
    .set({ state: 'stopped', finished_at: timeOf(now), reason, waits_for: null, waiting_jobs: null })
    .where('id', '=', id)
    .where('state', '=', 'running')
    .executeTakeFirst();
  return numUpdatedRows > 0n;
};

/** In the order of their turns. */
export const readFailedSubjects = async (
  db: Database,
  id: string,
  limit: number,
): Promise<FailedSubject[]> => {
  const { rows } = await sql<FailedSubject>`
    select subject_id as id, failure as reason from operation_subjects
    where operation_id = ${id}::uuid and failure is not null
    order by position limit ${limit}`.execute(db);
  return rows;
};

export const deleteOldOperations = async (db: Database, endedBefore: Instant): Promise<void> => {
  await db.deleteFrom('operations').where('finished_at', '<', timeOf(endedBefore)).execute();
};
