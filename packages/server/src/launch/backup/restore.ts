import { createReadStream, existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import type { Dump } from '../../store/dump/dump-database.ts';
import { loadDatabase } from '../../store/dump/load-database.ts';
import { startEmbeddedPostgres } from '../../store/embedded-postgres/start-embedded-postgres.ts';
import { type BackupDescription, DATABASE, DESCRIPTION, descriptionSchema } from './backup.ts';
import { CHECKSUMS, readChecksums, sha256OfFile } from './checksums.ts';

export interface RestoreOptions {
  readonly folder: string;
  /** The server's data directory, which must be without database and files. */
  readonly dataDir: string;
  readonly openBlobs: () => Promise<BlobStore>;
  /** Restores only blobs: the database is external. */
  readonly blobsAlone: boolean;
  readonly onProgress: (sentence: string) => void;
}

/**
 * Verifies the whole backup, then restores it. The database gets its place last, so that after an interruption there is
 * none, and the same command may run again.
 */
export const restore = async (options: RestoreOptions): Promise<BackupDescription> => {
  const { folder, dataDir, blobsAlone, openBlobs, onProgress } = options;
  await refuseToOverwrite(dataDir);
  const description = await verifyBackup(folder, onProgress);
  const { database } = description;
  if (database === null && !blobsAlone)
    throw new Error(`${folder} has files alone: its database is an external one. Set DATABASE_URL.`);
  const draft = join(dataDir, DRAFT);
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true });
  if (database !== null && !blobsAlone)
    await loadEmbedded(draft, join(folder, DATABASE), database, onProgress);
  await restoreBlobs(folder, await openBlobs(), onProgress);
  if (!blobsAlone) await rename(join(draft, 'postgres'), join(dataDir, 'postgres'));
  await rm(draft, { recursive: true });
  return description;
};

/** In the data directory while a restore runs, and after one was interrupted. */
const DRAFT = 'restoring';

const refuseToOverwrite = async (dataDir: string): Promise<void> => {
  const isUnfinished = existsSync(join(dataDir, DRAFT));
  const hasBlobs = !isUnfinished && (await hasFiles(join(dataDir, 'blobs')));
  if (hasBlobs || existsSync(join(dataDir, 'postgres')))
    throw new Error(
      `${dataDir} has data already, which would be overwritten. Set PAWPRINT_DATA_DIR to a new folder.`,
    );
};

const hasFiles = async (folder: string): Promise<boolean> => {
  if (!existsSync(folder)) return false;
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  return entries.some((entry) => entry.isFile());
};

/** Reads every file of the backup, and throws if one is missing or damaged. */
const verifyBackup = async (
  folder: string,
  onProgress: RestoreOptions['onProgress'],
): Promise<BackupDescription> => {
  if (!existsSync(join(folder, CHECKSUMS)))
    throw new Error(`${folder} has no finished backup: it has no file ${CHECKSUMS}.`);
  const damaged: string[] = [];
  let [last, count, blobs] = ['', 0, 0];
  for await (const { path, sha256 } of readChecksums(folder)) {
    const found = await sha256OfFile(join(folder, path)).catch(() => undefined);
    if (found !== sha256) damaged.push(path);
    if (path.startsWith('blobs/')) blobs += 1;
    last = path;
    count += 1;
    onProgress(`Verified: ${count.toLocaleString('en')} files`);
  }
  if (damaged.length > 0) throw new Error(describeDamage(folder, damaged));
  if (last !== DESCRIPTION) throw new Error(`${CHECKSUMS} of ${folder} is cut off.`);
  const description = descriptionSchema.parse(JSON.parse(await readFile(join(folder, DESCRIPTION), 'utf8')));
  if (description.blobs.count !== blobs)
    throw new Error(`${CHECKSUMS} of ${folder} does not list every file.`);
  return description;
};

const SHOWN = 5;

const describeDamage = (folder: string, damaged: readonly string[]): string =>
  `Nothing was restored: ${damaged.length} files of ${folder} are missing or damaged: ` +
  `${damaged.slice(0, SHOWN).join(', ')}${damaged.length > SHOWN ? ' …' : ''}.`;

const loadEmbedded = async (
  draft: string,
  tables: string,
  dump: Dump,
  onProgress: RestoreOptions['onProgress'],
): Promise<void> => {
  const postgres = await startEmbeddedPostgres({ dataDir: draft });
  try {
    await loadDatabase(postgres.url, tables, dump, (done, of) =>
      onProgress(`Database: ${done} of ${of} tables`),
    );
  } finally {
    await postgres.stop();
  }
};

const restoreBlobs = async (
  folder: string,
  blobs: BlobStore,
  onProgress: RestoreOptions['onProgress'],
): Promise<void> => {
  let count = 0;
  for await (const { path, sha256 } of readChecksums(folder)) {
    if (!path.startsWith('blobs/')) continue;
    const source = createReadStream(join(folder, path));
    const limit = { signal: new AbortController().signal, limitBytes: Number.MAX_SAFE_INTEGER };
    const written = await blobs.write(basename(path), source, limit);
    if ('unwritten' in written)
      throw new Error(`${path} could not be restored: ${written.unwritten.replace('_', ' ')}.`);
    if (written.sha256 !== sha256) throw new Error(`${path} changed while it was restored.`);
    count += 1;
    onProgress(`Files: ${count.toLocaleString('en')}`);
  }
};
