import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Announcement, VersionChoice } from '../../model/extractor.ts';
import { type ChangeState, contentOf, type Essentials, essentialsOf } from '../../model/extractor-change.ts';
import { LATE_AFTER_INTERVALS, type SeenBefore } from '../../model/instance.ts';
import { storableRecord, storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';

/** What the registry has about an extractor and an instance of it before a heartbeat is recorded. */
export interface KnownExtractor {
  readonly id: string;
  readonly owner: string | null;
  readonly queue: string | null;
  readonly isUnroutable: boolean;
  readonly versions: VersionChoice;
  /** Whether the announcement equals that of the current version. */
  readonly isUnchanged: boolean;
  /** Whether the announcement equals the last one of its own version. */
  readonly isVersionUnchanged: boolean;
  readonly instance: (SeenBefore & { readonly isStopped: boolean; readonly version: string }) | undefined;
  /** What is in effect. */
  readonly essentials: Essentials;
  /** It is new, and an operator has not decided on it. */
  readonly isAwaitingApproval: boolean;
  /** What is recorded of the same content, if it has been announced before. */
  readonly change: KnownChange | undefined;
}

export interface KnownChange {
  readonly id: string;
  readonly state: ChangeState;
  /** Whether approving it would store exactly this announcement. */
  readonly isSame: boolean;
}

/** Nothing else changes the extractor until the transaction ends. Undefined if it is not registered. */
export const lockExtractor = async (
  trx: DatabaseTransaction,
  name: string,
): Promise<{ readonly queue: string | null } | undefined> =>
  trx
    .selectFrom('extractors')
    .select('queue')
    .where('name', '=', storableText(name))
    .forNoKeyUpdate()
    .executeTakeFirst();

/**
 * One statement. Undefined if the extractor is not registered.
 *
 * @param queue that is announced with it
 * @param instanceId null where no instance announces it
 */
export const readKnownExtractor = async (
  db: Database,
  { name, version, info, process }: Announcement,
  { queue, instanceId }: { readonly queue: string | null; readonly instanceId: string | null },
  now: Instant,
): Promise<KnownExtractor | undefined> => {
  const infoText = JSON.stringify(storableRecord(info));
  const processText = JSON.stringify(storableRecord(process));
  const announcementText = JSON.stringify(storableRecord({ version, process, info }));
  const { rows } = await sql<Row>`
    select e.id, e.owner, e.queue, e.unroutable_at is not null as is_unroutable, e.version,
      e.process, e.info -> 'parameters' as parameters,
      change.id as change_id, change.state as change_state,
      change.announcement = ${announcementText}::jsonb as change_is_same,
      exists (
        select from extractor_changes first
        where first.extractor = e.name and first.state = 'waiting' and first.before is null
      ) as is_awaiting_approval,
      e.info = ${infoText}::jsonb and e.process = ${processText}::jsonb as is_unchanged,
      announced.info = ${infoText}::jsonb as is_version_unchanged,
      current.first_seen_at, announced.first_seen_at as announced_first_seen_at,
      exists (
        select from extractor_instances i
        where i.extractor = e.name and i.version = e.version and i.stopped_at is null and i.id <> ${instanceId}
          and i.last_seen_at > ${timeOf(now)}::timestamptz
            - i.interval_ms * ${LATE_AFTER_INTERVALS}::double precision * interval '1 millisecond'
      ) as is_live,
      (select to_json(i) from extractor_instances i where i.extractor = e.name and i.id = ${instanceId}) as instance
    from extractors e
    left join extractor_versions current on current.extractor = e.name and current.version = e.version
    left join extractor_versions announced on announced.extractor = e.name and announced.version = ${version}
    left join extractor_changes change on change.extractor = e.name
      and change.content = ${contentOf(essentialsOf({ process, info }, queue))}
    where e.name = ${name}`.execute(db);
  const [row] = rows;
  return row && rowToKnownExtractor(row, version);
};

interface Row {
  readonly id: string;
  readonly owner: string | null;
  readonly queue: string | null;
  readonly is_unroutable: boolean;
  readonly version: string;
  readonly process: Partial<Essentials['process']>;
  readonly parameters: unknown;
  readonly change_id: string | null;
  readonly change_state: ChangeState | null;
  readonly change_is_same: boolean | null;
  readonly is_awaiting_approval: boolean;
  readonly is_unchanged: boolean;
  readonly is_version_unchanged: boolean | null;
  readonly first_seen_at: Date | null;
  readonly announced_first_seen_at: Date | null;
  readonly is_live: boolean;
  readonly instance: {
    readonly first_seen_at: string;
    readonly last_seen_at: string;
    readonly interval_ms: number;
    readonly stopped_at: string | null;
    readonly version: string;
  } | null;
}

const rowToKnownExtractor = (row: Row, announced: string): KnownExtractor => ({
  id: row.id,
  owner: row.owner,
  queue: row.queue,
  isUnroutable: row.is_unroutable,
  versions: {
    current: { version: row.version, firstSeenAt: instantOrNull(row.first_seen_at), isLive: row.is_live },
    announced: { version: announced, firstSeenAt: instantOrNull(row.announced_first_seen_at) },
  },
  isUnchanged: row.is_unchanged,
  isVersionUnchanged: row.is_version_unchanged ?? false,
  instance: row.instance
    ? {
        firstSeenAt: instantOf(row.instance.first_seen_at),
        lastSeenAt: instantOf(row.instance.last_seen_at),
        intervalMs: row.instance.interval_ms,
        isStopped: row.instance.stopped_at !== null,
        version: row.instance.version,
      }
    : undefined,
  essentials: {
    process: { file: [], dataset: [], metadata: [], ...row.process },
    parameters: row.parameters ?? {},
    queue: row.queue,
  },
  isAwaitingApproval: row.is_awaiting_approval,
  change:
    row.change_id === null || row.change_state === null
      ? undefined
      : { id: row.change_id, state: row.change_state, isSame: row.change_is_same ?? false },
});

/** Messages of the extractor are published to this queue from now on, even if it was missing before. */
export const setQueue = async (trx: DatabaseTransaction, extractor: string, queue: string): Promise<void> => {
  await sql`
    update extractors set queue = ${queue}, unroutable_at = null,
      queue_watched = queue_watched and queue is not distinct from ${queue}
    where name = ${extractor}`.execute(trx);
};
