import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { Client, escapeIdentifier } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase } from '../database.ts';
import { addEventPartitions } from '../jobs/event-partitions.ts';
import { migrate } from '../migrate.ts';
import { type Dump, tableFile } from './dump-database.ts';

/**
 * Makes an empty database what it was when it was dumped. The migrations it had then make its tables; those that came
 * later run when the server starts. Needs a superuser, as the embedded database has.
 */
export const loadDatabase = async (
  url: string,
  folder: string,
  dump: Dump,
  onTable: (done: number, of: number) => void,
): Promise<void> => {
  const migrated = await migrate(url, { only: dump.migrations });
  if (!migrated.ok) throw new Error(migrated.message, { cause: migrated.cause });
  await createPartitions(url, dump.partitions);
  const client = new Client(url);
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Neither triggers nor foreign keys act on rows that were consistent when they were dumped.
    await client.query('set session_replication_role = replica');
    await client.query('begin');
    await client.query(`truncate ${dump.tables.map(({ name }) => escapeIdentifier(name)).join(', ')}`);
    for (const [index, table] of dump.tables.entries()) {
      if (table.rows > 0) await loadTable(client, folder, table);
      onTable(index + 1, dump.tables.length);
    }
    for (const { name, value } of dump.sequences)
      await client.query('select setval($1::regclass, $2::bigint)', [escapeIdentifier(name), value]);
    await client.query('commit');
    await client.query('analyze');
  } finally {
    await client.end();
  }
};

const createPartitions = async (url: string, partitions: readonly string[]): Promise<void> => {
  const db = openDatabase(url, { maxConnections: 1 });
  try {
    for (const name of partitions) {
      const [, year, month] = /_(\d{4})_(\d{2})$/.exec(name) ?? [];
      if (month !== undefined) await addEventPartitions(db, Date.UTC(Number(year), Number(month) - 1), 0);
    }
  } finally {
    await db.destroy();
  }
};

const loadTable = async (client: Client, folder: string, { name, columns, rows }: Dump['tables'][number]) => {
  const names = columns.map(escapeIdentifier).join(', ');
  const copy = client.query(copyFrom(`copy ${escapeIdentifier(name)} (${names}) from stdin`));
  await pipeline(createReadStream(tableFile(folder, name)), createGunzip(), copy);
  if (copy.rowCount !== rows)
    throw new Error(`The backup has ${rows} rows of ${name}, but ${copy.rowCount} were loaded.`);
};
