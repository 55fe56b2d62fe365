import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DEFAULT_MIGRATION_TABLE, type Kysely, type Migration, Migrator, sql } from 'kysely';
import { openDatabase } from './database.ts';

export type MigrationResult =
  | {
      readonly ok: true;
      readonly applied: readonly string[];
      /** Those of a newer release, which this one can work with. */
      readonly newer: readonly string[];
    }
  | { readonly ok: false; readonly message: string; readonly cause?: unknown };

/** The folder is beside both `src` and `dist`. */
const MIGRATIONS = fileURLToPath(new URL('../../migrations', import.meta.url));

interface MigrateOptions {
  /** Default: the server's own. */
  readonly folder?: string;
  /** The names of the migrations to run, where they are not all: those of the database that a backup is of. */
  readonly only?: readonly string[];
  /**
   * Of this server, as 0.2.0. A database that the next release has migrated is accepted, so that servers of both work
   * during an upgrade. Default: it is refused.
   */
  readonly release?: string;
}

/**
 * Migrates the database to the newest `NNNN-name.sql`. All new files run in one transaction, so an upgrade is complete
 * or not made. Of two servers that start at once, one waits for the other.
 */
export async function migrate(url: string, options: MigrateOptions = {}): Promise<MigrationResult> {
  const { folder = MIGRATIONS, only, release } = options;
  // There is no time limit, since the migration of a large table can take long.
  const db = openDatabase(url, { maxConnections: 1, statementTimeoutMs: 0 });
  try {
    const all = await readMigrations(folder);
    const known =
      only === undefined
        ? all
        : Object.fromEntries(Object.entries(all).filter(([name]) => only.includes(name)));
    const applied = [...(await appliedTo(db)), ...(only ?? [])];
    const { newer, problem } = compare(Object.keys(known), applied, release);
    if (problem !== null) return { ok: false, message: problem };
    return newer.length > 0 ? { ok: true, applied: [], newer } : await applyAll(db, known);
  } finally {
    await db.destroy();
  }
}

/**
 * Whether a release can work with a database that has this later migration. One that takes away what older releases use
 * is named after the first release that can do without it, as `0050-from-0.3.0-no-old-names`; all others only add.
 */
export function worksWith(release: string, migration: string): boolean {
  const [, first] = /^\d{4}-from-(\d+\.\d+\.\d+)-/.exec(migration) ?? [];
  return first === undefined || release.localeCompare(first, 'en', { numeric: true }) >= 0;
}

export interface ComparedMigrations {
  readonly applied: readonly string[];
  /** Those of this release that the database lacks. */
  readonly pending: readonly string[];
  /** Applied by a newer release. */
  readonly newer: readonly string[];
  /** Why no server of this release starts on the database, as it is or migrated; null where one does. */
  readonly problem: string | null;
}

/** What the database has of the migrations of this release, and of newer ones. */
export async function compareMigrations<T>(db: Kysely<T>, release: string): Promise<ComparedMigrations> {
  return compare(Object.keys(await readMigrations(MIGRATIONS)), await appliedTo(db), release);
}

function compare(
  known: readonly string[],
  applied: readonly string[],
  release: string | undefined,
): ComparedMigrations {
  const newer = applied.filter((name) => !known.includes(name));
  const pending = known.filter((name) => !applied.includes(name)).toSorted((a, b) => a.localeCompare(b));
  return { applied, pending, newer, problem: problemOf({ applied, pending, newer }, release) };
}

function problemOf(
  { applied, pending, newer }: Omit<ComparedMigrations, 'problem'>,
  release: string | undefined,
): string | null {
  if (newer.some((name) => release === undefined || !worksWith(release, name))) return databaseIsNewer(newer);
  // A database that has a later migration was made while this one was not there yet.
  const skipped = pending.filter((name) => applied.some((other) => other > name));
  if (skipped.length > 0) return databaseIsBetweenReleases(skipped);
  return newer.length > 0 && pending.length > 0 ? databaseIsNewer(newer) : null;
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of await readdir(folder)) {
    if (!file.endsWith('.sql')) continue;
    if (!/^\d{4}-(from-\d+\.\d+\.\d+-)?[a-z0-9-]+\.sql$/.test(file))
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
  if (error === undefined) {
    const applied = results.map(({ migrationName }) => migrationName);
    return { ok: true, applied, newer: [] };
  }
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

function databaseIsNewer(newer: readonly string[]): string {
  return (
    `The database was made by a newer Pawprint: it has ${newer.join(', ')}, which this release does not know. ` +
    'Start that release again, or restore a backup from before its upgrade.'
  );
}

function databaseIsBetweenReleases(skipped: readonly string[]): string {
  return (
    `The database was made by a Pawprint between two releases: it lacks ${skipped.join(', ')}, but has later migrations. ` +
    'Only databases of releases can be migrated.'
  );
}
