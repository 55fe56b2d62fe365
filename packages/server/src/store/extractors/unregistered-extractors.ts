import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { UnregisteredExtractor } from '../../model/extractor.ts';
import { storableRecord, storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';

/** Anyone who can write to the broker can use as many names as he likes: only so many are kept. */
const MOST_KEPT = 200;

type SeenName = Pick<UnregisteredExtractor, 'name' | 'source' | 'info'>;

/** Counts a name as seen once more. A new one is not stored where there are many already. */
export const writeUnregistered = async (
  db: Database,
  { name, source, info }: SeenName,
  now: Instant,
): Promise<void> => {
  const announced = info === null ? null : JSON.stringify(storableRecord(info));
  await sql`
    insert into unregistered_extractors (name, source, info, first_seen_at, last_seen_at)
    select ${storableText(name)}, ${source}, ${announced}::jsonb, ${timeOf(now)}, ${timeOf(now)}
    where (select count(*) from unregistered_extractors) < ${MOST_KEPT}
      or exists (select from unregistered_extractors where name = ${storableText(name)})
    on conflict (name) do update set times = unregistered_extractors.times + 1, last_seen_at = excluded.last_seen_at,
      source = excluded.source, info = coalesce(excluded.info, unregistered_extractors.info)`.execute(db);
};

/** Those seen last come first. */
export const readUnregistered = async (db: Database): Promise<UnregisteredExtractor[]> => {
  const rows = await db
    .selectFrom('unregistered_extractors')
    .selectAll()
    .orderBy('last_seen_at', 'desc')
    .orderBy('name')
    .execute();
  return rows.map(({ name, source, info, first_seen_at: first, last_seen_at: last, times }) => ({
    name,
    source,
    info,
    firstSeenAt: instantOf(first),
    lastSeenAt: instantOf(last),
    times,
  }));
};

/** The name is registered from now on, or is no longer in use. */
export const removeUnregistered = async (
  trx: DatabaseTransaction,
  names: readonly string[],
): Promise<void> => {
  await sql`delete from unregistered_extractors where name = any(${names}::text[])`.execute(trx);
};

export const deleteOldUnregistered = async (db: Database, before: Instant): Promise<void> => {
  await db.deleteFrom('unregistered_extractors').where('last_seen_at', '<', timeOf(before)).execute();
};

/** How many extractors are known by their heartbeats only. */
export const countHeartbeatOnly = async (db: Database): Promise<number> => {
  const { rows } = await sql<{ extractors: number }>`
    select count(*)::integer as extractors from extractors where heartbeat_only`.execute(db);
  return rows[0]?.extractors ?? 0;
};

export const markHeartbeatOnly = async (
  trx: DatabaseTransaction,
  extractor: string,
  heartbeatOnly: boolean,
): Promise<void> => {
  await trx
    .updateTable('extractors')
    .set({ heartbeat_only: heartbeatOnly })
    .where('name', '=', extractor)
    .execute();
};

/** Those of the names under which no extractor is registered, and that no extractor has as its queue. */
export const withoutExtractor = async (db: Database, names: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${names.map(storableText)}::text[]) as given (name)
    where not exists (select from extractors e where e.name = given.name or e.queue = given.name)`.execute(
    db,
  );
  return rows.map(({ name }) => name);
};

/** The names of unknown extractors in the newest reports in quarantine, with the time of the last. */
export const readUnknownReporters = async (
  db: Database,
): Promise<readonly { readonly name: string; readonly at: Instant; readonly times: number }[]> => {
  const { rows } = await sql<{ body: Buffer; last_received_at: Date; times: number }>`
    select body, last_received_at, times from (
      select body, last_received_at, times, reason from quarantine order by id desc limit ${NEWEST_QUARANTINED}
    ) newest where reason = 'unknown_extractor'`.execute(db);
  return rows.flatMap(({ body, last_received_at: at, times }) => {
    const name = extractorIn(body);
    return name === undefined ? [] : [{ name, at: instantOf(at), times }];
  });
};

const NEWEST_QUARANTINED = 1_000;

const extractorIn = (body: Buffer): string | undefined => {
  try {
    const parsed: unknown = JSON.parse(body.toString());
    const isNamed = typeof parsed === 'object' && parsed !== null && 'extractor_id' in parsed;
    return isNamed && typeof parsed.extractor_id === 'string' ? parsed.extractor_id : undefined;
  } catch {
    return undefined;
  }
};
