import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { Config } from '../../config/config.ts';
import { openBlobStore } from '../open-blob-store.ts';
import { withDatabaseUrl } from '../open-database.ts';
import { packageVersion } from '../package-version.ts';
import { type CommandExitCode, everySecond, runWithSettings, type Terminal } from '../terminal.ts';
import { type BackupDescription, backUp } from './backup.ts';
import { restore } from './restore.ts';

/** `pawprint backup FOLDER` and `pawprint restore FOLDER`. */
export const runBackupCommand = async (
  name: 'backup' | 'restore',
  args: readonly string[],
  terminal: Terminal,
): Promise<CommandExitCode> => {
  const parsed = parse(args);
  if (parsed.isHelp) {
    terminal.print(HELP);
    return 0;
  }
  const [given, ...others] = parsed.positionals;
  if (parsed.problem !== undefined || given === undefined || others.length > 0) {
    terminal.printError(`${parsed.problem ?? `${name} needs one folder.`}\nSee pawprint ${name} --help.`);
    return 2;
  }
  const folder = resolve(given);
  const run = name === 'backup' ? runBackup : runRestore;
  return runWithSettings(terminal, (config) => run(config, folder, terminal));
};

const parse = (args: readonly string[]) => {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { help: { type: 'boolean', short: 'h', default: false } },
    });
    return { isHelp: values.help, positionals };
  } catch (error) {
    return {
      isHelp: false,
      positionals: [],
      problem: error instanceof Error ? error.message : String(error),
    };
  }
};

const runBackup = async (config: Config, folder: string, terminal: Terminal): Promise<CommandExitCode> => {
  const isExternal = config.databaseUrl !== undefined;
  if (isExternal) terminal.print(DUMP_FIRST);
  const blobs = await openBlobStore(config, {
    // Uploads of a server that runs are left alone, however long they take.
    abandonedBefore: 0,
  });
  const description = await withDatabaseUrl(config, (databaseUrl) =>
    backUp({
      databaseUrl,
      blobs,
      folder,
      withDatabase: !isExternal,
      version: packageVersion,
      onProgress: everySecond(terminal.printError),
    }),
  );
  terminal.print(`${folder} has ${contentOf(description)}, as of ${description.at}.`);
  if (description.missing.length === 0) return 0;
  terminal.printError(
    `${description.missing.length} files are missing or damaged in the data directory, and are not in the backup. ` +
      'See pawprint doctor --checksums.',
  );
  return 1;
};

const runRestore = async (config: Config, folder: string, terminal: Terminal): Promise<CommandExitCode> => {
  const { dataDir } = config;
  const blobsAlone = config.databaseUrl !== undefined;
  const description = await restore({
    folder,
    dataDir,
    openBlobs: () => openBlobStore(config),
    blobsAlone,
    onProgress: everySecond(terminal.printError),
  });
  terminal.print(`${dataDir} has ${contentOf(description, blobsAlone)}, as of ${description.at}.`);
  terminal.print(blobsAlone ? RESTORE_DUMP : 'Start the server on it. Everybody signs in anew; keys work.');
  return 0;
};

const contentOf = ({ database, blobs }: BackupDescription, blobsAlone = false): string => {
  const files = `${blobs.count.toLocaleString('en')} files of ${blobs.bytes.toLocaleString('en')} bytes`;
  if (database === null || blobsAlone) return files;
  const rows = database.tables.reduce((sum, table) => sum + table.rows, 0);
  return `the database with ${rows.toLocaleString('en')} rows, and ${files}`;
};

const DUMP_FIRST = `DATABASE_URL is set: this backs up the files alone. Dump the database first, with PostgreSQL's own program:
  pg_dump --format=custom --file=pawprint.dump "$DATABASE_URL"
Files of the dump that were deleted before this command began are not in the backup.`;

const RESTORE_DUMP = `DATABASE_URL is set: this restored the files alone. Restore the database with PostgreSQL's own program:
  pg_restore --no-owner --dbname="$DATABASE_URL" pawprint.dump`;

const HELP = `pawprint backup, pawprint restore: copies of the database and of all files

  pawprint backup FOLDER     writes a backup into a new folder, while the server runs or not
  pawprint restore FOLDER    makes a new data directory of a backup; the server must not run on it
  -h, --help                 this text

They work on the data itself: set PAWPRINT_DATA_DIR, DATABASE_URL and PAWPRINT_BLOBS as the server has them, and run them
as the server's user. A backup shows one moment. Sessions are not in it: after a restore, everybody signs in anew.
With DATABASE_URL, they copy files alone, and say how to dump and restore the database.

A backup lists its files in SHA256SUMS (check it with: sha256sum -c SHA256SUMS). A restore checks them before it writes
anything, and does not overwrite data.

Exit codes: 0 done, 1 failed or incomplete, 2 wrong arguments or settings.

Examples
  PAWPRINT_DATA_DIR=/srv/pawprint npx pawprint backup /backups/2026-11-28
  PAWPRINT_DATA_DIR=/srv/pawprint-restored npx pawprint restore /backups/2026-11-28
`;
