import type { EventKind } from '@pawprint/core';
import { sql } from 'kysely';
import type { WaitingEvent } from '../../model/imported-event.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import type { DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf, timeOrNull } from '../instant-column.ts';
import { type ColumnTypes, columnNames, unnestRows } from './unnest-rows.ts';

/** Stores events and answers the ids of those that were not stored before. */
export const storeImportedEvents = async (
  trx: DatabaseTransaction,
  source: string,
  events: readonly WaitingEvent[],
): Promise<ReadonlySet<string>> => {
  if (events.length === 0) return new Set();
  const rows = events.map((event) => toRow(source, event));
  const stored = await sql<{ source_id: string }>`
    insert into imported_events (${columnNames(COLUMN_TYPES)})
    select * from ${unnestRows(rows, COLUMN_TYPES)} e
    on conflict (source, source_id) do nothing returning source_id`.execute(trx);
  await unifyResources(trx, source, jobsOf(events));
  return new Set(stored.rows.map(({ source_id }) => source_id));
};

const jobsOf = (events: readonly WaitingEvent[]): string[] => [
  ...new Set(events.flatMap(({ sourceJob }) => sourceJob ?? [])),
];

const toRow = (source: string, event: WaitingEvent) => ({
  source,
  source_id: event.sourceId,
  source_job: event.sourceJob,
  extractor: event.extractor,
  resource_id: event.resourceId,
  kind: event.kind,
  message: event.message,
  happened_at: timeOf(event.at),
  reported_at: timeOrNull(event.reportedAt),
  reported: event.reported,
  submitted_by: event.submittedBy,
  parameters: event.parameters === null ? null : JSON.stringify(event.parameters),
});

const COLUMN_TYPES = {
  source: 'text',
  source_id: 'text',
  source_job: 'text',
  extractor: 'text',
  resource_id: 'uuid',
  kind: 'text',
  message: 'text',
  happened_at: 'timestamptz',
  reported_at: 'timestamptz',
  reported: 'text',
  submitted_by: 'text',
  parameters: 'jsonb',
} as const satisfies ColumnTypes<ReturnType<typeof toRow>>;

/**
 * A job has one resource: the one that its first report names. Clowder v1 files a submission under the file that set it
 * off and the reports under its dataset, and pyClowder reports single files within a dataset's job.
 */
const unifyResources = async (
  trx: DatabaseTransaction,
  source: string,
  sourceJobs: readonly string[],
): Promise<void> => {
  if (sourceJobs.length === 0) return;
  await sql`
    update imported_events e set
      resource_id = first.resource_id,
      cause_id = case when e.kind = 'SUBMITTED' then e.resource_id else e.cause_id end
    from (
      select distinct on (source_job) source_job, resource_id from imported_events
      where source = ${source} and source_job = any(${sourceJobs}::text[]) and kind <> 'SUBMITTED'
      order by source_job, happened_at, source_id
    ) first
    where e.source = ${source} and e.source_job = first.source_job and e.resource_id <> first.resource_id
      and e.job_id is null`.execute(trx);
};

/** Extractor and resource of jobs of the source, by their ids there. */
export const readImportedJobs = async (
  trx: DatabaseTransaction,
  source: string,
  sourceJobs: readonly string[],
): Promise<Map<string, Pick<WaitingEvent, 'extractor' | 'resourceId'>>> => {
  if (sourceJobs.length === 0) return new Map();
  const { rows } = await sql<{ source_job: string; extractor: string; resource_id: string }>`
    select distinct on (source_job) source_job, extractor, resource_id from imported_events
    where source = ${source} and source_job = any(${sourceJobs}::text[])
    order by source_job, happened_at`.execute(trx);
  return new Map(
    rows.map((row) => [row.source_job, { extractor: row.extractor, resourceId: row.resource_id }]),
  );
};

/** Lets only this transaction make jobs of imported events, until it ends. */
export const lockImports = async (trx: DatabaseTransaction): Promise<void> => {
  await sql`select pg_advisory_xact_lock(${ADVISORY_LOCKS.imports})`.execute(trx);
};

/** All waiting events of the next extractors and resources: of each in the order in which they happened. */
export const readWaitingEvents = async (
  trx: DatabaseTransaction,
  source: string,
  limit: number,
): Promise<WaitingEvent[]> => {
  const { rows } = await sql<WaitingRow>`
    with next as (
      select extractor, resource_id from imported_events where source = ${source} and job_id is null
      group by extractor, resource_id order by extractor, resource_id limit ${limit}
    )
    select e.* from next join imported_events e using (extractor, resource_id)
    where e.source = ${source} and e.job_id is null
    order by e.extractor, e.resource_id, e.happened_at, e.source_id`.execute(trx);
  return rows.map(rowToEvent);
};

interface WaitingRow {
  readonly source_id: string;
  readonly source_job: string | null;
  readonly extractor: string;
  readonly resource_id: string;
  readonly cause_id: string | null;
  readonly kind: EventKind;
  readonly message: string;
  readonly happened_at: Date;
  readonly reported_at: Date | null;
  readonly reported: string | null;
  readonly submitted_by: string | null;
  readonly parameters: Record<string, unknown> | null;
}

const rowToEvent = (row: WaitingRow): WaitingEvent => ({
  sourceId: row.source_id,
  sourceJob: row.source_job,
  extractor: row.extractor,
  resourceId: row.resource_id,
  causeId: row.cause_id,
  kind: row.kind,
  message: row.message,
  at: instantOf(row.happened_at),
  reportedAt: instantOrNull(row.reported_at),
  reported: row.reported,
  submittedBy: row.submitted_by,
  parameters: row.parameters,
});

/** The jobs that earlier requests made, by their ids in the source. */
export const readPlacedJobs = async (
  trx: DatabaseTransaction,
  source: string,
  sourceJobs: readonly string[],
): Promise<Map<string, string>> => {
  if (sourceJobs.length === 0) return new Map();
  const { rows } = await sql<{ source_job: string; job_id: string }>`
    select distinct source_job, job_id from imported_events
    where source = ${source} and source_job = any(${sourceJobs}::text[]) and job_id is not null`.execute(trx);
  return new Map(rows.map((row) => [row.source_job, row.job_id]));
};

/** An event and the job that it became part of. */
export interface Placement {
  readonly sourceId: string;
  readonly jobId: string;
}

/** The jobs must be stored already. */
export const markPlaced = async (
  trx: DatabaseTransaction,
  source: string,
  placements: readonly Placement[],
): Promise<void> => {
  await sql`
    update imported_events e set
      job_id = placed.job_id, message = '', reported = null, parameters = null
    from unnest(${placements.map(({ sourceId }) => sourceId)}::text[], ${placements.map(({ jobId }) => jobId)}::uuid[])
      as placed (source_id, job_id)
    where e.source = ${source} and e.source_id = placed.source_id`.execute(trx);
};

/** Removes events of resources or extractors that were deleted before a job could be made. */
export const forgetEvents = async (
  trx: DatabaseTransaction,
  source: string,
  events: readonly WaitingEvent[],
): Promise<void> => {
  if (events.length === 0) return;
  await sql`
    delete from imported_events
    where source = ${source} and source_id = any(${events.map(({ sourceId }) => sourceId)}::text[])`.execute(
    trx,
  );
};
