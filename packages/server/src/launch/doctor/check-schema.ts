import { sql } from 'kysely';
import { type Database, openDatabase } from '../../store/database.ts';
import { listArchives } from '../../store/jobs/event-archives.ts';
import { findMissingPartitions, MONTHS_AHEAD } from '../../store/jobs/event-partitions.ts';
import { type ComparedMigrations, compareMigrations } from '../../store/migrate.ts';
import { type Check, counted, sizeOf } from './check.ts';

interface SchemaChecks {
  readonly checks: readonly Check[];
  /** Whether a newer release has migrated the database, and may have tables that this one does not know. */
  readonly isOfNewerRelease: boolean;
}

/** What a release expects of its database. Tables are looked at only where all migrations have run. */
export const checkSchema = async (databaseUrl: string, release: string): Promise<SchemaChecks> => {
  const db = openDatabase(databaseUrl, { maxConnections: 1 });
  try {
    const compared = await compareMigrations(db, release);
    const migrations = checkMigrations(compared);
    const isOfNewerRelease = compared.newer.length > 0;
    if (!migrations.ok) return { checks: [migrations], isOfNewerRelease };
    const tables = [await checkPartitions(db), await checkIndexes(db), await checkArchives(db)];
    return { checks: [migrations, ...tables], isOfNewerRelease };
  } finally {
    await db.destroy();
  }
};

/** The same as what a server of this release says when it starts. */
const checkMigrations = ({ applied, pending, newer, problem }: ComparedMigrations): Check => ({
  name: 'migrations',
  ok: problem === null && pending.length === 0,
  sentence: problem ?? describeMigrations(applied.length, pending.length, newer.length),
  items: [...newer, ...pending],
});

const describeMigrations = (applied: number, pending: number, newer: number): string => {
  if (pending > 0) return `Migrations have not run: ${pending}. Start the server of this release once.`;
  if (newer === 0) return `The database is of this release: all ${counted(applied, 'migration')} have run.`;
  return (
    'A newer release has migrated the database. This one can work with it, but should be upgraded, too. ' +
    `Of ${counted(applied, 'migration')}, it does not know ${newer.toLocaleString('en')}:`
  );
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
