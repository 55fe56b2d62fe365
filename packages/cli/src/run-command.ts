import { ApiError, createClient } from '@pawprint/protocol';
import { openCheckpoint } from './checkpoint.ts';
import { type ImportCommand, parseCommandLine } from './command-line.ts';
import { runExtractorsCommand } from './extractors.ts';
import { readIdMap } from './id-map.ts';
import { importHistory } from './import-history.ts';
import { type Output, showProgress } from './progress.ts';
import { runJobCommand } from './pull/job-command.ts';
import { describeSummary } from './summary.ts';

export interface Terminal {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** Runs what the arguments ask for. The exit code: 0 done, 1 failed, 2 wrong arguments. */
export const runCommand = async (args: readonly string[], terminal: Terminal): Promise<number> => {
  const { environment, stdout, stderr } = terminal;
  const command = parseCommandLine(args, environment);
  if (command.command === 'help') {
    stdout.write(command.text);
    return 0;
  }
  if (command.command === 'wrong') {
    stderr.write(`${command.problem}\nSee pawprint --help.\n`);
    return 2;
  }
  try {
    if (command.command === 'import') await runImport(command, terminal);
    else {
      const client = createClient({ baseUrl: command.url, key: command.key });
      if (command.command === 'job') await runJobCommand(client, command, stdout);
      else await runExtractorsCommand(client, command, stdout);
    }
    return 0;
  } catch (error) {
    const isAgain = command.command === 'import' && error instanceof ApiError;
    stderr.write(`\n${explain(error)}\n${isAgain ? `${AGAIN}\n` : ''}`);
    return 1;
  }
};

const runImport = async (command: ImportCommand, { stdout, stderr }: Terminal): Promise<void> => {
  const { files, format, url, key, map, unplaced, restart } = command;
  const client = createClient({ baseUrl: url, key });
  const progress = showProgress(stderr);
  const idMap = await readIdMap(map);
  const checkpoint = await openCheckpoint(command.checkpoint, command);
  if (restart) await checkpoint.remove();
  const earlier = await checkpoint.read();
  if (earlier !== undefined) stderr.write(goesOn(earlier.documents));
  const options = { client, files, format, idMap, unplaced, progress, checkpoint };
  const summary = await importHistory(options);
  stdout.write(describeSummary(summary, unplaced));
};

const goesOn = (documents: number): string =>
  `Goes on after ${documents.toLocaleString('en')} documents that the server has confirmed. --restart begins anew.\n`;

const AGAIN = 'What was stored stays. Run the same command again: it goes on where it stopped.';

const explain = (error: unknown): string => {
  if (error instanceof ApiError) return `The server refused: ${error.message} (${error.code})`;
  return error instanceof Error ? error.message : String(error);
};
