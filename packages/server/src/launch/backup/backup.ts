import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { Client } from 'pg';
import { z } from 'zod';
import { type BlobStore, openIfThere } from '../../datasets/blobs/blob-store.ts';
import { openDiskBlobStore } from '../../datasets/blobs/disk-blob-store.ts';
import { ADVISORY_LOCKS } from '../../store/advisory-locks.ts';
import { type Dump, dumpDatabase, dumpSchema, tableFile } from '../../store/dump/dump-database.ts';
import { type ChecksumWriter, sha256OfFile, writeChecksums } from './checksums.ts';

/** The file that describes a backup. Its line is the last of the checksums. */
export const DESCRIPTION = 'backup.json';
/** The folder with the dump of the database. */
export const DATABASE = 'database';

export const descriptionSchema = z.object({
  format: z.literal(1),
  version: z.string(),
  /** The moment that the backup shows. */
  at: z.iso.datetime(),
  /** Null where the database is backed up by its own programs. */
  database: dumpSchema.nullable(),
  blobs: z.object({ count: z.number(), bytes: z.number() }),
  /** The keys of blobs that the store did not have as the database describes them. */
  missing: z.array(z.string()),
});

export type BackupDescription = z.infer<typeof descriptionSchema>;

export interface BackupOptions {
  readonly databaseUrl: string;
  readonly blobs: BlobStore;
  /** A new or an empty one. */
  readonly folder: string;
  /** Whether the backup contains the database, not blobs alone. */
  readonly withDatabase: boolean;
  readonly version: string;
  readonly onProgress: (sentence: string) => void;
}

/**
 * Writes database and blobs into the folder, while the server runs. The database is read as it is at one moment. Blobs
 * never change, and none is removed until the end: so every blob that the database names at that moment is there to
 * be copied.
 */
export const backUp = async (options: BackupOptions): Promise<BackupDescription> => {
  const { databaseUrl, folder } = options;
  await makeEmptyFolder(folder);
  const checksums = await writeChecksums(folder);
  const client = new Client({ connectionString: databaseUrl, application_name: 'pawprint backup' });
  // The statement under way fails where the connection breaks; without a listener the process would end.
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await write(options, client, checksums);
  } finally {
    await client.end();
    await checksums.close();
  }
};

const makeEmptyFolder = async (folder: string): Promise<void> => {
  // It has what protects accounts, such as hashes of passwords.
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if ((await readdir(folder)).length > 0)
    throw new Error(`${folder} is not empty. A backup is written into a new folder.`);
};

const write = async (
  options: BackupOptions,
  client: Client,
  checksums: ChecksumWriter,
): Promise<BackupDescription> => {
  const { folder, onProgress } = options;
  // Before the snapshot: a sweep that runs is waited for, and what the snapshot names is removed by none after it.
  await client.query('select pg_advisory_lock($1)', [ADVISORY_LOCKS.backup]);
  await client.query('begin transaction isolation level repeatable read, read only');
  const at = await snapshotTime(client);
  const database = options.withDatabase ? await writeDatabase(client, folder, onProgress, checksums) : null;
  await client.query(`declare blobs no scroll cursor with hold for ${BLOBS}`);
  await client.query('commit');
  const copied = await copyBlobs(options, client, checksums);
  const description = { format: 1, version: options.version, at, database, ...copied } as const;
  await writeFile(join(folder, DESCRIPTION), `${JSON.stringify(description, null, 2)}\n`, {
    flush: true,
    mode: 0o600,
  });
  await checksums.add(DESCRIPTION, await sha256OfFile(join(folder, DESCRIPTION)));
  await checksums.finish();
  return description;
};

const snapshotTime = async (client: Client): Promise<string> => {
  const { rows } = await client.query<{ at: Date }>('select now() as at');
  return (rows[0]?.at ?? new Date()).toISOString();
};

const writeDatabase = async (
  client: Client,
  folder: string,
  onProgress: BackupOptions['onProgress'],
  checksums: ChecksumWriter,
): Promise<Dump> => {
  const tables = join(folder, DATABASE);
  await mkdir(tables, { mode: 0o700 });
  const dump = await dumpDatabase(client, tables, (done, of) =>
    onProgress(`Database: ${done} of ${of} tables`),
  );
  for (const { name } of dump.tables.filter(({ rows }) => rows > 0)) {
    const file = tableFile(tables, name);
    await checksums.add(`${DATABASE}/${basename(file)}`, await sha256OfFile(file));
  }
  return dump;
};

/** Of all that is stored. */
const BLOBS = `
  select blob_key as key, size_bytes::text as size, sha256 from files
  union select blob_key, size_bytes::text, sha256 from previews
  union select blob_key, size_bytes::text, sha256 from event_archives`;

interface BlobRow {
  readonly key: string;
  readonly size: string;
  readonly sha256: string;
}

const BATCH = 8;

const copyBlobs = async (
  { blobs, folder, onProgress }: BackupOptions,
  client: Client,
  checksums: ChecksumWriter,
): Promise<Pick<BackupDescription, 'blobs' | 'missing'>> => {
  const copies = await openDiskBlobStore(join(folder, 'blobs'));
  const copied = { count: 0, bytes: 0 };
  const missing: string[] = [];
  for (;;) {
    const { rows } = await client.query<BlobRow>(`fetch ${BATCH} from blobs`);
    if (rows.length === 0) return { blobs: copied, missing };
    const results = await Promise.all(rows.map((row) => copyBlob(blobs, copies, row)));
    for (const [index, { key, size, sha256 }] of rows.entries()) {
      if (results[index] !== true) missing.push(key);
      else {
        await checksums.add(`blobs/${key.slice(-2)}/${key}`, sha256);
        copied.count += 1;
        copied.bytes += Number(size);
      }
    }
    onProgress(`Files: ${copied.count.toLocaleString('en')}, ${copied.bytes.toLocaleString('en')} bytes`);
  }
};

/** False if the store does not have the blob as the database describes it. */
const copyBlob = async (from: BlobStore, to: BlobStore, { key, size, sha256 }: BlobRow): Promise<boolean> => {
  const source = await openIfThere(from, key);
  if (source === undefined) return false;
  const limit = { signal: new AbortController().signal, limitBytes: Number(size) };
  const written = await to.write(key, source, limit);
  if ('unwritten' in written && written.unwritten === 'disk_full')
    throw new Error('The disk of the backup is full.');
  if (!('unwritten' in written) && written.sizeBytes === Number(size) && written.sha256 === sha256)
    return true;
  await to.remove(key);
  return false;
};
