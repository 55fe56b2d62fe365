import type { Instant } from '@pawprint/core';
import { type Selectable, sql } from 'kysely';
import { v7 } from 'uuid';
import type { Announcement, Extractor, Load } from '../../model/extractor.ts';
import type { ExtractorGrant } from '../../model/grant.ts';
import type { Instance } from '../../model/instance.ts';
import { storableRecord, storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { isExtractorGranted } from '../granted.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';
import type { ExtractorInstanceTable, ExtractorTable } from '../schema/extractors.ts';
import { waitsForApproval } from './changes.ts';
import { lastSwitched, type SwitchedColumn } from './switches.ts';

export const readExtractor = async (db: Database, name: string): Promise<Extractor | undefined> => {
  const row = await selectExtractors(db).where('name', '=', storableText(name)).executeTakeFirst();
  return row && rowToExtractor(row);
};

interface ExtractorPage {
  readonly grant: ExtractorGrant;
  /** Of this name alone. */
  readonly name?: string | undefined;
  /** The name after which the page begins. */
  readonly after?: string;
  readonly limit?: number;
}

/** In the order of their names. */
export const readExtractors = async (
  db: Database,
  { grant, name, after, limit }: ExtractorPage,
): Promise<Extractor[]> => {
  let query = selectExtractors(db).where(isExtractorGranted(grant, 'extractors')).orderBy('name');
  if (name !== undefined) query = query.where('name', '=', storableText(name));
  if (after !== undefined) query = query.where('name', '>', storableText(after));
  if (limit !== undefined) query = query.limit(limit);
  return (await query.execute()).map(rowToExtractor);
};

const selectExtractors = (db: Database) =>
  db
    .selectFrom('extractors')
    .selectAll()
    .select([
      waitsForApproval('extractors').as('waits_for_approval'),
      lastSwitched('extractors').as('switched'),
    ]);

interface ExtractorRow extends Selectable<ExtractorTable> {
  readonly waits_for_approval: boolean;
  readonly switched: SwitchedColumn | null;
}

const rowToExtractor = (row: ExtractorRow): Extractor => ({
  id: row.id,
  name: row.name,
  version: row.version,
  info: row.info,
  process: {
    file: row.process.file ?? [],
    dataset: row.process.dataset ?? [],
    metadata: row.process.metadata ?? [],
  },
  enabled: row.enabled,
  switched: row.switched,
  paused: row.dispatch_paused_at && {
    at: instantOf(row.dispatch_paused_at),
    by: row.dispatch_paused_by,
    reason: row.dispatch_pause_reason,
  },
  waitsForApproval: row.waits_for_approval,
  owner: row.owner,
  queue:
    row.queue === null
      ? null
      : {
          name: row.queue,
          ready: row.queue_ready,
          consumers: row.queue_consumers,
          checkedAt: instantOrNull(row.queue_checked_at),
          consumedAt: instantOrNull(row.queue_consumed_at),
        },
  updatedAt: instantOf(row.updated_at),
});

/** Instances of one extractor, of some, or of all; those seen last come first. */
export const readInstances = async (
  db: Database,
  extractors?: string | readonly string[],
): Promise<Instance[]> => {
  const all = db
    .selectFrom('extractor_instances')
    .selectAll()
    .select(
      sql<'waiting' | 'declined' | null>`(
        select state from extractor_changes c where c.id = change_id and c.state in ('waiting', 'declined')
      )`.as('change_state'),
    )
    .orderBy('last_seen_at', 'desc')
    .orderBy('id');
  const names = (typeof extractors === 'string' ? [extractors] : (extractors ?? [])).map(storableText);
  const some =
    extractors === undefined ? all : all.where('extractor', '=', sql<string>`any(${names}::text[])`);
  return (await some.execute()).map(rowToInstance);
};

interface InstanceRow extends Selectable<ExtractorInstanceTable> {
  readonly change_state: 'waiting' | 'declined' | null;
}

const rowToInstance = (row: InstanceRow): Instance => ({
  extractor: row.extractor,
  id: row.id,
  version: row.version,
  lane: row.lane,
  host: row.host,
  intervalMs: row.interval_ms,
  firstSeenAt: instantOf(row.first_seen_at),
  lastSeenAt: instantOf(row.last_seen_at),
  stoppedAt: instantOrNull(row.stopped_at),
  announces: row.change_state ?? 'in_effect',
});

/**
 * By extractor; those without open jobs are left out. Open jobs are found by an index that contains nothing else, so jobs
 * that have ended cost nothing. The oldest is the first entry of each priority in the index of held jobs, or among the
 * few that wait in the broker.
 */
export const readLoads = async (db: Database, extractor?: string): Promise<ReadonlyMap<string, Load>> => {
  const ofOne = extractor === undefined ? sql`` : sql`and extractor = ${storableText(extractor)}`;
  const { rows } = await sql<LoadRow>`
    with counted as (
      select extractor, state, count(*)::integer as jobs from jobs
      where finished_at is null ${ofOne} group by extractor, state
    ), load as (
      select extractor, jsonb_object_agg(state, jobs) as states,
        coalesce(sum(jobs) filter (where state <> 'RUNNING'), 0)::integer as waiting,
        coalesce(sum(jobs) filter (where state = 'RUNNING'), 0)::integer as running
      from counted group by extractor
    )
    select load.*, case when waiting > 0 then least(
      (select min(submitted_at) from jobs where extractor = load.extractor
        and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'),
      (with recursive oldest as (
        (select priority, submitted_at from jobs where extractor = load.extractor
          and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq'
          order by priority desc, id limit 1)
        union all
        (select next.priority, next.submitted_at from oldest cross join lateral (
          select priority, submitted_at from jobs where extractor = load.extractor
            and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane is distinct from 'rabbitmq'
            and priority < oldest.priority
          order by priority desc, id limit 1
        ) next)
      ) select min(submitted_at) from oldest)
    ) end as oldest_waiting_at,
    case when running > 0 then (
      select min(started_at) from jobs
      where extractor = load.extractor and state = 'RUNNING' and finished_at is null
    ) end as oldest_running_at
    from load`.execute(db);
  return new Map(
    rows.map(({ extractor: name, states, waiting, running, oldest_waiting_at, oldest_running_at }) => [
      name,
      {
        states,
        waiting,
        running,
        oldestWaitingAt: instantOrNull(oldest_waiting_at),
        oldestRunningAt: instantOrNull(oldest_running_at),
      },
    ]),
  );
};

interface LoadRow {
  readonly extractor: string;
  readonly states: Load['states'];
  readonly waiting: number;
  readonly running: number;
  readonly oldest_waiting_at: Date | null;
  readonly oldest_running_at: Date | null;
}

/** The number of running attempts of an extractor by instance id. */
export const readRunningByInstance = async (
  db: Database,
  extractor: string,
): Promise<ReadonlyMap<string, number>> => {
  const { rows } = await sql<{ instance_id: string; running: number }>`
    select a.instance_id, count(*)::integer as running
    from jobs j join job_attempts a on a.job_id = j.id and a.outcome = 'RUNNING'
    where j.extractor = ${storableText(extractor)} and j.state = 'RUNNING' and j.finished_at is null
      and a.instance_id is not null
    group by a.instance_id`.execute(db);
  return new Map(rows.map((row) => [row.instance_id, row.running]));
};

/** Stores a new extractor, or a new announcement of one, without changing its owner or whether it is enabled. Answers its id. */
export const writeExtractor = async (
  trx: DatabaseTransaction,
  announced: Announcement,
  enabledIfNew: boolean,
  now: Instant,
): Promise<string> => {
  const announcement = {
    version: announced.version,
    info: JSON.stringify(storableRecord(announced.info)),
    process: JSON.stringify(storableRecord(announced.process)),
    updated_at: timeOf(now),
  };
  const { id } = await trx
    .insertInto('extractors')
    .values({
      ...announcement,
      name: announced.name,
      id: v7({ msecs: now }),
      enabled: enabledIfNew,
      owner: announced.owner,
      first_seen_at: timeOf(now),
    })
    .onConflict((conflict) => conflict.column('name').doUpdateSet(announcement))
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
};

export const hasJobs = async (trx: DatabaseTransaction, extractor: string): Promise<boolean> => {
  const { rows } = await sql<{ found: boolean }>`
    select exists (select from jobs where extractor = ${extractor}) as found`.execute(trx);
  return rows[0]?.found ?? false;
};

/** Deletes its versions and instances too, and removes it from its labels. */
export const removeExtractor = async (trx: DatabaseTransaction, name: string): Promise<void> => {
  await trx.deleteFrom('extractors').where('name', '=', name).execute();
};
