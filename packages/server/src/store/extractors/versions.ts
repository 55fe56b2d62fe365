import type { Instant } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Announcement, ExtractorVersion, SetWithReason } from '../../model/extractor.ts';
import { storableRecord, storableText } from '../../model/storable.ts';
import type { Database, DatabaseTransaction } from '../database.ts';
import { instantOf, timeOf } from '../instant-column.ts';

/**
 * A row where the version that wrote a document of metadata is superseded. A document whose version is not known is of none.
 *
 * @param alias the name that the query has given the table of documents
 */
export const versionSuperseding = (alias: string): RawBuilder<unknown> => sql`
  select from extractor_versions made_by
  where made_by.extractor = ${sql.ref(`${alias}.extractor`)}
    and made_by.version = ${sql.ref(`${alias}.agent`)} ->> 'version' and made_by.superseded_at is not null`;

interface VersionRow {
  readonly version: string;
  readonly first_seen_at: Date;
  readonly last_seen_at: Date;
  readonly superseded_at: Date | null;
  readonly superseded_by: string | null;
  readonly superseded_reason: string | null;
}

const COLUMNS = [
  'version',
  'first_seen_at',
  'last_seen_at',
  'superseded_at',
  'superseded_by',
  'superseded_reason',
] as const;

const rowToVersion = (row: VersionRow): ExtractorVersion => ({
  version: row.version,
  firstSeenAt: instantOf(row.first_seen_at),
  lastSeenAt: instantOf(row.last_seen_at),
  superseded: row.superseded_at && {
    by: row.superseded_by,
    at: instantOf(row.superseded_at),
    reason: row.superseded_reason,
  },
});

/** Newest first. */
export const readVersions = async (db: Database, extractor: string): Promise<ExtractorVersion[]> => {
  const rows = await db
    .selectFrom('extractor_versions')
    .select(COLUMNS)
    .where('extractor', '=', storableText(extractor))
    .orderBy('first_seen_at', 'desc')
    .orderBy('version', 'desc')
    .execute();
  return rows.map(rowToVersion);
};

export const writeExtractorVersion = async (
  trx: DatabaseTransaction,
  { name, version, info }: Announcement,
  now: Instant,
): Promise<void> => {
  const announcement = { info: JSON.stringify(storableRecord(info)), last_seen_at: timeOf(now) };
  await trx
    .insertInto('extractor_versions')
    .values({ ...announcement, extractor: name, version, first_seen_at: timeOf(now) })
    .onConflict((conflict) => conflict.columns(['extractor', 'version']).doUpdateSet(announcement))
    .execute();
};

/** The version, locked until the transaction ends. */
export const lockVersion = async (
  trx: DatabaseTransaction,
  extractor: string,
  version: string,
): Promise<ExtractorVersion | undefined> => {
  const row = await trx
    .selectFrom('extractor_versions')
    .select(COLUMNS)
    .where('extractor', '=', storableText(extractor))
    .where('version', '=', storableText(version))
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row && rowToVersion(row);
};

/** @param superseded what is stored; null: what the version made counts again */
export const writeSuperseded = async (
  trx: DatabaseTransaction,
  extractor: string,
  version: string,
  superseded: SetWithReason | null,
): Promise<void> => {
  const reason = superseded?.reason ?? null;
  await trx
    .updateTable('extractor_versions')
    .set({
      superseded_at: superseded && timeOf(superseded.at),
      superseded_by: superseded?.by ?? null,
      superseded_reason: reason === null ? null : storableText(reason),
    })
    .where('extractor', '=', extractor)
    .where('version', '=', version)
    .execute();
};
