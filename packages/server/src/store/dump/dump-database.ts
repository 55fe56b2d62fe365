import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { type Client, escapeIdentifier } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { z } from 'zod';

/** What a dump contains, beside a file for each table. */
export const dumpSchema = z.object({
  migrations: z.array(z.string()),
  tables: z.array(z.object({ name: z.string(), columns: z.array(z.string()), rows: z.number() })),
  /** The names of the partitions for events. */
  partitions: z.array(z.string()),
  sequences: z.array(z.object({ name: z.string(), value: z.string() })),
});

export type Dump = z.infer<typeof dumpSchema>;

/** The file of a table: gzip of what COPY writes. */
export const tableFile = (folder: string, table: string): string => join(folder, `${table}.copy.gz`);

/**
 * Writes all tables into the folder, as they were at the moment when the caller's transaction, which must be
 * `repeatable read`, read first.
 */
export const dumpDatabase = async (
  client: Client,
  folder: string,
  onTable: (done: number, of: number) => void,
): Promise<Dump> => {
  const tables = await readTables(client);
  const dumped: Dump['tables'] = [];
  for (const { name, columns } of tables) {
    const rows = WITHOUT_ROWS.has(name) ? 0 : await dumpTable(client, tableFile(folder, name), name, columns);
    dumped.push({ name, columns, rows });
    onTable(dumped.length, tables.length);
  }
  return {
    migrations: await readNames(client, 'select name from kysely_migration order by name'),
    tables: dumped,
    partitions: await readNames(client, PARTITIONS),
    // Read last: a sequence does not belong to the transaction, and must not lag behind the rows.
    sequences: await readSequences(client),
  };
};

/**
 * A session that ended after the backup, or a link that was used, would otherwise work again after a restore. Guesses
 * count for minutes.
 */
const WITHOUT_ROWS: ReadonlySet<string> = new Set([
  'sessions',
  'password_resets',
  'guess_counts',
  'known_places',
]);

const dumpTable = async (client: Client, file: string, table: string, columns: readonly string[]) => {
  const names = columns.map(escapeIdentifier).join(', ');
  const rows = client.query(copyTo(`copy (select ${names} from ${escapeIdentifier(table)}) to stdout`));
  await pipeline(rows, createGzip({ level: 4 }), createWriteStream(file, { flush: true }));
  return rows.rowCount;
};

/** All but those that the migrator keeps. Generated columns are computed again. A partition's rows are its parent's. */
const readTables = async (client: Client) => {
  const { rows } = await client.query<{ name: string; columns: string[] }>(`
    select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
    from pg_class c join pg_attribute a on a.attrelid = c.oid
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p') and not c.relispartition
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and c.relname not in ('kysely_migration', 'kysely_migration_lock')
    group by c.relname order by c.relname`);
  return rows;
};

const PARTITIONS = `
  select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'job_events'::regclass order by 1`;

const readNames = async (client: Client, statement: string): Promise<string[]> =>
  (await client.query<{ name: string }>(statement)).rows.map(({ name }) => name);

const readSequences = async (client: Client): Promise<Dump['sequences']> => {
  const { rows } = await client.query<{ name: string; value: string }>(`
    select sequencename as name, last_value::text as value from pg_sequences
    where schemaname = current_schema() and last_value is not null order by 1`);
  return rows;
};
