import { sql } from 'kysely';
import { type Database, openDatabase } from '../../store/database.ts';
import { listArchives } from '../../store/jobs/event-archives.ts';
import { findMissingPartitions, MONTHS_AHEAD } from '../../store/jobs/event-partitions.ts';
import { compareMigrations } from '../../store/migrate.ts';
import { type Check, counted, sizeOf } from './check.ts';

/** What a release expects of its database. Tables are looked at only where all migrations have run. */
export const checkSchema = async (databaseUrl: string): Promise<readonly Check[]> => {
  const db = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    const migrations = await checkMigrations(db);
    return migrations.ok
      ? [migrations, await checkPartitions(db), await checkIndexes(db), await checkArchives(db)]
      : [migrations];
  } finally {
    await db.destroy();
  }
};

const checkMigrations = async (db: Database): Promise<Check> => {
  const { applied, pending, unknown } = await compareMigrations(db);
  const problem =
    unknown.length > 0
      ? `The database was made by a newer Pawprint. Migrations that this release does not know: ${unknown.length}.`
      : `Migrations have not run: ${pending.length}. Start the server of this release once.`;
  const ok = unknown.length + pending.length === 0;
  return {
    name: 'migrations',
    ok,
    sentence: ok
      ? `The database is of this release: all ${counted(applied.length, 'migration')} have run.`
      : problem,
    items: [...unknown, ...pending],
  };
};

const checkPartitions = async (db: Database): Promise<Check> => {
  const missing = await findMissingPartitions(db, Date.now(), MONTHS_AHEAD);
  return {
    name: 'partitions',
    ok: missing.length === 0,
    sentence:
      missing.length === 0
        ? `Events have a partition for this month and each of the next ${MONTHS_AHEAD}.`
        : `Partitions for events are missing: ${missing.length}. A server makes them within an hour.`,
    items: missing,
  };
};

/** Whether their bytes are there and right is looked at together with those of files. */
const checkArchives = async (db: Database): Promise<Check> => {
  const archives = await listArchives(db);
  const waiting = archives.filter(({ isDropped }) => !isDropped);
  const events = archives.reduce((sum, { eventCount }) => sum + eventCount, 0);
  const bytes = archives.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  return {
    name: 'archives',
    ok: waiting.length === 0,
    sentence:
      waiting.length === 0
        ? `${counted(archives.length, 'archive')} of old events: ${counted(events, 'event')} in ${sizeOf(bytes)}.`
        : `Archives whose events are still in the database, too: ${waiting.length} of ${archives.length}. A server removes them within an hour.`,
    items: waiting.map(({ month, eventCount }) => `${month}: ${counted(eventCount, 'event')}`),
  };
};

const checkIndexes = async (db: Database): Promise<Check> => {
  const { rows } = await sql<{ name: string; of: string; valid: boolean }>`
    select indexrelid::regclass::text as name, indrelid::regclass::text as of, indisvalid and indisready as valid
    from pg_index join pg_class c on c.oid = indrelid
    where c.relnamespace = current_schema()::regnamespace order by 1`.execute(db);
  const invalid = rows.filter(({ valid }) => !valid);
  return {
    name: 'indexes',
    ok: invalid.length === 0,
    sentence:
      invalid.length === 0
        ? `All ${counted(rows.length, 'index', 'indexes')} are valid.`
        : `${invalid.length} of ${counted(rows.length, 'index', 'indexes')} are not valid, and used by no query.`,
    items: invalid.map(({ name, of }) => `${name} on ${of}: reindex index concurrently ${name}`),
  };
};
