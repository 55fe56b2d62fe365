import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MIGRATION_TABLE, type Kysely, type Migration, Migrator, sql } from 'kysely';
import { openDatabase } from './database.ts';

export type MigrationResult =
  | { readonly ok: true; readonly applied: readonly string[] }
  | { readonly ok: false; readonly message: string; readonly cause?: unknown };

/** The folder is beside both `src` and `dist`. */
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Migrates the database to the newest `NNNN-name.sql`. All new files run in one transaction, so an upgrade is complete
 * or not made. Of two servers that start at once, one waits for the other.
 *
 * @param only the names of the migrations to run, where they are not all: those of the database that a backup is of
 */
export async function migrate(
  url: string,
  folder: string = MIGRATIONS,
  only?: readonly string[],
): Promise<MigrationResult> {
  // There is no time limit, since the migration of a large table can take long.
  const db = openDatabase(url, { maxConnections: 1, statementTimeoutMs: 0 });
  try {
    const all = await readMigrations(folder);
    const known =
      only === undefined
        ? all
        : Object.fromEntries(Object.entries(all).filter(([name]) => only.includes(name)));
    const applied = [...(await appliedTo(db)), ...(only ?? [])];
    const unknown = applied.filter((name) => !(name in known));
    if (unknown.length > 0) return databaseIsNewer(unknown);
    const skipped = Object.keys(known).filter((name) => isSkipped(name, applied));
    if (skipped.length > 0) return databaseIsBetweenReleases(skipped);
    return await applyAll(db, known);
  } finally {
    await db.destroy();
  }
}

interface ComparedMigrations {
  readonly applied: readonly string[];
  readonly pending: readonly string[];
  /** Applied by a newer release. */
  readonly unknown: readonly string[];
}

/** What the database has of the migrations of this release. */
export async function compareMigrations<T>(db: Kysely<T>): Promise<ComparedMigrations> {
  const known = Object.keys(await readMigrations(MIGRATIONS));
  const applied = await appliedTo(db);
  const pending = known.filter((name) => !applied.includes(name)).toSorted((a, b) => a.localeCompare(b));
  return { applied, pending, unknown: applied.filter((name) => !known.includes(name)) };
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.sql')) continue;
    if (!/^\d{4}-[a-z0-9-]+\.sql$/.test(file))
      throw new Error(`${join(folder, file)} is not named NNNN-name.sql`);
    const statements = await readFile(join(folder, file), 'utf8');
    migrations[file.slice(0, -'.sql'.length)] = {
      up: async (db) => void (await sql.raw(statements).execute(db)),
    };
  }
  return migrations;
}

async function appliedTo<T>(db: Kysely<T>): Promise<string[]> {
  const tables = await sql`select 1 where to_regclass(${DEFAULT_MIGRATION_TABLE}) is not null`.execute(db);
  if (tables.rows.length === 0) return [];
  const applied = await sql<{ name: string }>`select name from ${sql.table(DEFAULT_MIGRATION_TABLE)}`.execute(
    db,
  );
  return applied.rows.map(({ name }) => name);
}

async function applyAll<T>(db: Kysely<T>, known: Record<string, Migration>): Promise<MigrationResult> {
  const migrator = new Migrator({ db, provider: { getMigrations: async () => known } });
  const { error, results = [] } = await migrator.migrateToLatest();
  if (error === undefined) return { ok: true, applied: results.map(({ migrationName }) => migrationName) };
  const failed = results.find(({ status }) => status === 'Error')?.migrationName ?? 'Migrating';
  const reason = error instanceof Error ? error.message : 'no reason given';
  return { ok: false, message: `${failed} failed: ${reason}${extensionAdvice(reason)}`, cause: error };
}

function extensionAdvice(reason: string): string {
  const [, extension] = /extension "(\w+)"/.exec(reason) ?? [];
  if (extension === undefined) return '';
  return (
    `. Pawprint needs this extension, which is part of PostgreSQL's "contrib" package: install it, or have a superuser ` +
    `run "create extension ${extension}" in this database.`
  );
}

function databaseIsNewer(unknown: readonly string[]): MigrationResult {
  return {
    ok: false,
    message:
      `The database was made by a newer Pawprint: it has ${unknown.join(', ')}, which this release does not know. ` +
      'Start that release again, or restore a backup from before its upgrade.',
  };
}

/** A database that has a later migration was made while this one was not there yet. */
function isSkipped(name: string, applied: readonly string[]): boolean {
  return !applied.includes(name) && applied.some((other) => other > name);
}

function databaseIsBetweenReleases(skipped: readonly string[]): MigrationResult {
  return {
    ok: false,
    message:
      `The database was made by a Pawprint between two releases: it lacks ${skipped.join(', ')}, but has later migrations. ` +
      'Only databases of releases can be migrated.',
  };
}
