import { parseArgs } from 'node:util';
import { Client } from 'pg';
import type { Config } from '../../config/config.ts';
import type { BlobStore } from '../../datasets/blobs/blob-store.ts';
import type { FoundBlob } from '../../store/datasets/compare-blobs.ts';
import { openBlobStore } from '../open-blob-store.ts';
import { withDatabaseUrl } from '../open-database.ts';
import { packageVersion } from '../package-version.ts';
import { type CommandExitCode, everySecond, runWithSettings, type Terminal } from '../terminal.ts';
import { type Check, counted, sizeOf } from './check.ts';
import { type BlobCheckOptions, checkBlobs } from './check-blobs.ts';
import { checkSchema } from './check-schema.ts';

interface AskingTerminal extends Terminal {
  /** The answer of the person; empty where nobody can be asked. */
  readonly ask: (question: string) => Promise<string>;
}

/** `pawprint doctor`: looks for what is wrong with the database and the blob store. */
export const runDoctorCommand = async (
  args: readonly string[],
  terminal: AskingTerminal,
): Promise<CommandExitCode> => {
  const options = parse(args);
  if ('problem' in options) {
    terminal.printError(`${options.problem}\nSee pawprint doctor --help.`);
    return 2;
  }
  if (options.help) {
    terminal.print(HELP);
    return 0;
  }
  return runWithSettings(terminal, (config) =>
    withDatabaseUrl(config, (databaseUrl) => examine(config, databaseUrl, options, terminal)),
  );
};

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        checksums: { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        'delete-orphans': { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

interface Options {
  readonly checksums: boolean;
  readonly json: boolean;
  readonly 'delete-orphans': boolean;
}

/** As long as an upload may take, see receive-files.ts. */
const UPLOAD_MS = 24 * 3_600_000;

const examine = async (
  config: Config,
  databaseUrl: string,
  options: Options,
  terminal: AskingTerminal,
): Promise<CommandExitCode> => {
  // Uploads of a server that runs are left alone, however long they take.
  const blobs = await openBlobStore(config, { abandonedBefore: 0 });
  const schema = await checkSchema(databaseUrl, packageVersion);
  const { isOfNewerRelease } = schema;
  const { checks, orphans } = schema.checks.every(({ ok, name }) => ok || name !== 'migrations')
    ? await checkFiles({ databaseUrl, blobs, isOfNewerRelease, checksums: options.checksums }, terminal)
    : { checks: [], orphans: [] };
  const all = [...schema.checks, ...checks];
  const isWell = all.every(({ ok }) => ok);
  terminal.print(
    options.json ? JSON.stringify({ ok: isWell, checks: all }, null, 2) : all.map(describe).join('\n'),
  );
  if (options['delete-orphans'] && orphans.length > 0) await deleteOrphans(blobs, orphans, terminal);
  return isWell ? 0 : 1;
};

interface FilesToCheck extends Pick<BlobCheckOptions, 'blobs' | 'isOfNewerRelease' | 'checksums'> {
  readonly databaseUrl: string;
}

const checkFiles = async ({ databaseUrl, ...files }: FilesToCheck, { printError }: Terminal) => {
  const client = new Client({ connectionString: databaseUrl, application_name: 'pawprint doctor' });
  // The statement under way fails where the connection breaks; without a listener the process would end.
  client.on('error', () => undefined);
  await client.connect();
  try {
    const abandonedBefore = Date.now() - UPLOAD_MS;
    const onProgress = everySecond(printError);
    return await checkBlobs({ ...files, client, abandonedBefore, onProgress });
  } finally {
    await client.end();
  }
};

const SHOWN = 10;

const describe = ({ ok, sentence, items }: Check): string => {
  const more =
    items.length > SHOWN ? [`… and ${counted(items.length - SHOWN, 'more', 'more')}: see --json`] : [];
  return [`${ok ? 'ok   ' : 'WRONG'} ${sentence}`, ...items.slice(0, SHOWN), ...more].join('\n        ');
};

const deleteOrphans = async (
  blobs: BlobStore,
  orphans: readonly FoundBlob[],
  { ask, printError }: AskingTerminal,
): Promise<void> => {
  const bytes = orphans.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const what = `${counted(orphans.length, 'blob')} of ${sizeOf(bytes)}`;
  const answer = await ask(`Remove ${what} for good? Type yes: `);
  if (answer.trim() !== 'yes') return printError('Nothing was removed.');
  for (const { key } of orphans) await blobs.remove(key);
  printError(`Removed ${what}.`);
};

const HELP = `pawprint doctor: looks for what is wrong with the database and the files

  pawprint doctor        migrations, partitions, indexes; files without bytes, and bytes that are named nowhere
    --checksums          reads every file and compares its SHA-256, not its size alone
    --json               the same for programs, with everything that is wrong, not the first ${SHOWN} of each
    --delete-orphans     removes bytes that are named nowhere and are older than 24 hours, after asking
  -h, --help             this text

It works on the data itself, while the server runs or not: set PAWPRINT_DATA_DIR, or DATABASE_URL, as the server has it,
and run it as the server's user. It changes nothing unless it is told to.

Exit codes: 0 all is well, 1 something is wrong, 2 wrong arguments or settings.

Examples
  PAWPRINT_DATA_DIR=/srv/pawprint npx pawprint doctor
  PAWPRINT_DATA_DIR=/srv/pawprint npx pawprint doctor --checksums --json > doctor.json
`;
