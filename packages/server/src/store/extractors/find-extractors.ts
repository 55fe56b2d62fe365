import type { ExtractorCandidate, Instant, SpaceChoices } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { ExtractorGrant } from '../../model/grant.ts';
import { ABSENT_AFTER_INTERVALS, LATE_AFTER_INTERVALS } from '../../model/instance.ts';
import { storableText } from '../../model/storable.ts';
import type { Database } from '../database.ts';
import { isExtractorGranted } from '../granted.ts';
import { timeOf } from '../instant-column.ts';
import { waitsForApproval } from './changes.ts';

/** All extractors that a grant covers, with what core needs to select those for a data change. */
export const readTriggerCandidates = async (
  db: Database,
  grant: ExtractorGrant = { of: 'all' },
): Promise<ExtractorCandidate[]> =>
  (await selectCandidates(db).where(isExtractorGranted(grant, 'extractors')).execute()).map(rowToCandidate);

export const readTriggerCandidate = async (
  db: Database,
  name: string,
): Promise<ExtractorCandidate | undefined> => {
  const row = await selectCandidates(db).where('name', '=', name).executeTakeFirst();
  return row && rowToCandidate(row);
};

const selectCandidates = (db: Database) =>
  db.selectFrom('extractors').select(['name', 'enabled', 'owner', 'process']).orderBy('name');

interface CandidateRow extends Pick<ExtractorCandidate, 'name' | 'enabled' | 'owner'> {
  readonly process: Partial<ExtractorCandidate['subscription']>;
}

const rowToCandidate = ({ process, ...row }: CandidateRow): ExtractorCandidate => ({
  ...row,
  subscription: {
    file: process.file ?? [],
    dataset: process.dataset ?? [],
    metadata: process.metadata ?? [],
  },
});

/** An extractor for which a person submits a job. */
export interface SubmitTarget {
  /** The name under which it is registered. */
  readonly name: string;
  readonly enabled: boolean;
  /** It is new, and no operator has decided on it. */
  readonly waitsForApproval: boolean;
}

/**
 * Finds an extractor by the name under which it is registered; a private one also by the name that it gives itself.
 *
 * @param grant the extractors that may be found
 */
export const findSubmitTarget = async (
  db: Database,
  given: string,
  grant: ExtractorGrant,
): Promise<SubmitTarget | undefined> => {
  const name = storableText(given);
  const { rows } = await sql<SubmitTarget>`
    select name, enabled, ${waitsForApproval('e')} as "waitsForApproval" from extractors e
    where (name = ${name} or (owner is not null and info ->> 'name' = ${name}))
      and ${isExtractorGranted(grant, 'e')}
    order by name <> ${name}, updated_at desc limit 1`.execute(db);
  return rows[0];
};

/** What the spaces of a dataset have switched on or off. A private extractor is on only where it is shared with the space. */
export const readSpaceChoices = async (
  db: Database,
  datasetId: string | null,
): Promise<readonly SpaceChoices[]> => {
  if (datasetId === null) return [];
  const { rows } = await sql<SpaceChoices>`
    select coalesce(array_agg(c.extractor) filter (where c.enabled and (e.owner is null or exists (
        select from extractor_spaces s where s.extractor = c.extractor and s.space_id = c.space_id
      ))), '{}') as enabled,
      coalesce(array_agg(c.extractor) filter (where not c.enabled), '{}') as disabled
    from dataset_spaces d join space_extractors c using (space_id) join extractors e on e.name = c.extractor
    where d.dataset_id = ${datasetId}::uuid group by c.space_id`.execute(db);
  return rows;
};

/**
 * Whether no space of a dataset has switched an extractor off, as core decides it by `readSpaceChoices`.
 *
 * @param extractor the name that the query has given the table of extractors
 */
export const isOnInSpaces = (
  extractor: string,
  datasetId: string,
): RawBuilder<boolean> => sql<boolean>`coalesce((
  select bool_or(choice.enabled) from dataset_spaces placed join space_extractors choice using (space_id)
  where placed.dataset_id = ${sql.ref(datasetId)} and choice.extractor = ${sql.ref(`${extractor}.name`)}
    and (not choice.enabled or ${sql.ref(`${extractor}.owner`)} is null or exists (
      select from extractor_spaces shared
      where shared.extractor = choice.extractor and shared.space_id = choice.space_id
    ))
), true)`;

/** An extractor that sends reports. */
export interface Reporter {
  /** The name under which it is registered. */
  readonly name: string;
  /** The name that it gives itself, also in its reports. A private extractor is registered under its queue instead. */
  readonly ownName: string;
}

/** Extractors that are registered under one of these names, or give themselves one of them. */
export const readReporters = async (db: Database, names: readonly string[]): Promise<Reporter[]> => {
  const { rows } = await sql<Reporter>`
    select name, case when owner is null then name else coalesce(info ->> 'name', name) end as "ownName"
    from extractors
    where name = any(${names}::text[]) or (owner is not null and info ->> 'name' = any(${names}::text[]))
    order by name`.execute(db);
  return rows;
};

/**
 * The versions, by registered name, that may have sent a report: those of the live instances, or else of the late ones.
 * Where none is either, or the queue has consumers that send no heartbeats, all versions that were ever registered.
 */
export const readReporterVersions = async (
  db: Database,
  names: readonly string[],
  now: Instant,
): Promise<ReadonlyMap<string, readonly string[]>> => {
  const { rows } = await sql<{ name: string; versions: string[] }>`
    select name, coalesce(
        case when not ${hasConsumersWithoutHeartbeats(now)} then coalesce(
          ${versionsSeenWithin(LATE_AFTER_INTERVALS, now)}, ${versionsSeenWithin(ABSENT_AFTER_INTERVALS, now)}
        ) end,
        (select array_agg(v.version order by v.first_seen_at, v.version) from extractor_versions v
          where v.extractor = extractors.name),
        array[version]
      ) as versions
    from extractors where name = any(${names}::text[])`.execute(db);
  return new Map(rows.map(({ name, versions }) => [name, versions]));
};

/** Null where no instance has sent a heartbeat within so many of its intervals. */
const versionsSeenWithin = (intervals: number, now: Instant) => sql`
  (select array_agg(distinct i.version order by i.version) from extractor_instances i
    where ${isSeenWithin(intervals, now)})`;

const isSeenWithin = (intervals: number, now: Instant) => sql`
  i.extractor = extractors.name and i.stopped_at is null
  and i.last_seen_at > ${timeOf(now)}::timestamptz
    - i.interval_ms * ${intervals}::double precision * interval '1 millisecond'`;

/** More consumers than instances on RabbitMQ, when the broker was asked lately. */
const hasConsumersWithoutHeartbeats = (now: Instant) => sql`(
  coalesce(queue_checked_at > ${timeOf(now - LATELY_MS)}, false) and queue_consumers > (
    select count(*) from extractor_instances i
    where i.lane = 'rabbitmq' and ${isSeenWithin(ABSENT_AFTER_INTERVALS, now)}
  ))`;

const LATELY_MS = 60_000;
