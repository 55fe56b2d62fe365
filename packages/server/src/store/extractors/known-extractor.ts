import { sql } from 'kysely';
import type { Announcement, VersionChoice } from '../../model/extractor.ts';
import { LATE_AFTER_INTERVALS, type SeenBefore } from '../../model/instance.ts';
import { storableRecord } from '../../model/storable.ts';
import type { DatabaseTransaction } from '../database.ts';
import { instantOf, instantOrNull, timeOf } from '../instant-column.ts';

/** What the registry knows of an extractor, and of the instance that was heard. */
export interface KnownExtractor {
  readonly owner: string | null;
  readonly queue: string | null;
  readonly isUnroutable: boolean;
  readonly versions: VersionChoice;
  /** Whether it says of itself what it said before: of the version that counts, and of the one heard. */
  readonly isUnchanged: boolean;
  readonly isVersionUnchanged: boolean;
  readonly instance: (SeenBefore & { readonly isStopped: boolean; readonly version: string }) | undefined;
}

interface Row {
  readonly owner: string | null;
  readonly queue: string | null;
  readonly unroutable: boolean;
  readonly version: string;
  readonly same: boolean;
  readonly same_version: boolean | null;
  readonly first_seen_at: Date | null;
  readonly heard_first_at: Date | null;
  readonly alive: boolean;
  readonly instance: {
    readonly first_seen_at: string;
    readonly last_seen_at: string;
    readonly interval_ms: number;
    readonly stopped_at: string | null;
    readonly version: string;
  } | null;
}

const rowToKnownExtractor = (row: Row, heard: string): KnownExtractor => ({
  owner: row.owner,
  queue: row.queue,
  isUnroutable: row.unroutable,
  versions: {
    counting: {
      version: row.version,
      firstSeenAt: instantOrNull(row.first_seen_at),
      isAlive: row.alive,
    },
    heard: { version: heard, firstSeenAt: instantOrNull(row.heard_first_at) },
  },
  isUnchanged: row.same,
  isVersionUnchanged: row.same_version ?? false,
  instance: row.instance
    ? {
        firstSeenAt: instantOf(row.instance.first_seen_at),
        lastSeenAt: instantOf(row.instance.last_seen_at),
        intervalMs: row.instance.interval_ms,
        isStopped: row.instance.stopped_at !== null,
        version: row.instance.version,
      }
    : undefined,
});

/** One statement. Undefined where nobody has heard of the extractor. */
export const readKnownExtractor = async (
  trx: DatabaseTransaction,
  { name, version, info, process }: Announcement,
  instanceId: string,
  now: number,
): Promise<KnownExtractor | undefined> => {
  const said = JSON.stringify(storableRecord(info));
  const { rows } = await sql<Row>`
    select e.owner, e.queue, e.unroutable_at is not null as unroutable, e.version,
      e.info = ${said}::jsonb and e.process = ${JSON.stringify(storableRecord(process))}::jsonb as same, heard.info = ${said}::jsonb as same_version,
      counting.first_seen_at, heard.first_seen_at as heard_first_at,
      exists (
        select from extractor_instances i
        where i.extractor = e.name and i.version = e.version and i.stopped_at is null and i.id <> ${instanceId}
          and i.last_seen_at > ${timeOf(now)}::timestamptz
            - i.interval_ms * ${LATE_AFTER_INTERVALS}::double precision * interval '1 millisecond'
      ) as alive,
      (select to_json(i) from extractor_instances i where i.extractor = e.name and i.id = ${instanceId}) as instance
    from extractors e
    left join extractor_versions counting on counting.extractor = e.name and counting.version = e.version
    left join extractor_versions heard on heard.extractor = e.name and heard.version = ${version}
    where e.name = ${name}`.execute(trx);
  const [row] = rows;
  return row && rowToKnownExtractor(row, version);
};

/** It was heard on RabbitMQ: this is where its messages go, and they may be tried again. */
export const setQueue = async (trx: DatabaseTransaction, extractor: string, queue: string): Promise<void> => {
  await trx
    .updateTable('extractors')
    .set({ queue, unroutable_at: null })
    .where('name', '=', extractor)
    .execute();
};
