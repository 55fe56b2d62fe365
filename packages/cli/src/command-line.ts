import { parseArgs } from 'node:util';
import { EXTRACTORS_HELP, type ExtractorsCommand, parseExtractorsRequest } from './extractors.ts';
import { JOB_HELP, type JobCommand, parseJobRequest } from './pull/job-command.ts';

/** What an export contains. */
export type Format = 'clowder-extractions' | 'clowder-v2-jobs';

export interface ImportCommand {
  readonly command: 'import';
  readonly format: Format;
  readonly files: readonly string[];
  readonly url: string;
  readonly key: string;
  /** The file with the map of ids. */
  readonly map: string | undefined;
  /** The file for events that have no place. */
  readonly unplaced: string | undefined;
  /** The file that says how far an interrupted import came. */
  readonly checkpoint: string;
  /** Begins anew instead of going on. */
  readonly restart: boolean;
}

export type Command =
  | ImportCommand
  | ExtractorsCommand
  | JobCommand
  | { readonly command: 'help'; readonly text: string }
  | { readonly command: 'wrong'; readonly problem: string };

export const parseCommandLine = (args: readonly string[], environment: Environment): Command => {
  const parsed = parse(args);
  if ('problem' in parsed) return wrong(parsed.problem);
  const { values, positionals } = parsed;
  const [command, ...rest] = positionals;
  if (values.help || command === undefined || command === 'help')
    return { command: 'help', text: helpOf(command) };
  if (command === 'extractors') return parseExtractors(rest, values, environment);
  if (command === 'job') return parseJob(rest, values, environment);
  if (command === 'import') return parseImport(rest, values, environment);
  return wrong(`There is no command ${command}.`);
};

const helpOf = (command: string | undefined): string =>
  command === 'extractors' ? EXTRACTORS_HELP : command === 'job' ? JOB_HELP : HELP;

type Environment = Readonly<Record<string, string | undefined>>;

const parseImport = (
  [format, ...files]: readonly string[],
  values: Values,
  environment: Environment,
): Command => {
  if (format !== 'clowder-extractions' && format !== 'clowder-v2-jobs')
    return wrong(`What to import is clowder-extractions or clowder-v2-jobs, not ${format ?? 'nothing'}.`);
  if (files.length === 0) return wrong('No file to import is given.');
  const server = readServer(values, environment, "An administrator's API key");
  if ('problem' in server) return wrong(server.problem);
  const { map, unplaced, restart } = values;
  const checkpoint = values.checkpoint ?? `${files[0]}.checkpoint.json`;
  return { command: 'import', format, files, ...server, map, unplaced, checkpoint, restart };
};

const parseExtractors = (words: readonly string[], values: Values, environment: Environment): Command => {
  const request = parseExtractorsRequest(words, values.reason);
  if ('problem' in request) return wrong(request.problem);
  const server = readServer(values, environment, 'An API key');
  if ('problem' in server) return wrong(server.problem);
  return { command: 'extractors', ...server, json: values.json, request };
};

const parseJob = (words: readonly string[], values: Values, environment: Environment): Command => {
  const request = parseJobRequest(words);
  if ('problem' in request) return wrong(request.problem);
  const server = readServer(values, environment, 'An API key');
  if ('problem' in server) return wrong(server.problem);
  return { command: 'job', ...server, request };
};

const readServer = (values: Pick<Values, 'key' | 'url'>, environment: Environment, needed: string) => {
  const key = values.key ?? environment.PAWPRINT_KEY;
  if (!key) return { problem: `${needed} is needed: --key, or PAWPRINT_KEY in the environment.` };
  const url = values.url ?? environment.PAWPRINT_URL ?? 'http://127.0.0.1:9000';
  if (!URL.canParse(url)) return { problem: `${url} is no address of a server.` };
  return { url: url.replace(/\/+$/, ''), key };
};

const wrong = (problem: string): Command => ({ command: 'wrong', problem });

type Values = Exclude<ReturnType<typeof parse>, { problem: string }>['values'];

const parse = (args: readonly string[]) => {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        url: { type: 'string' },
        key: { type: 'string' },
        map: { type: 'string' },
        unplaced: { type: 'string' },
        checkpoint: { type: 'string' },
        restart: { type: 'boolean', default: false },
        reason: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
};

const HELP = `pawprint: runs a server, brings the history of other servers into it, manages extractors and accounts, backs up

  pawprint                                       starts a server; pawprint start --help lists its settings
  pawprint import clowder-extractions FILE…      Clowder v1's collection extractions
  pawprint import clowder-v2-jobs JOBS UPDATES   Clowder v2's listener_jobs, then listener_job_updates
  pawprint extractors --help                     lists extractors, pauses them, switches them on and off
  pawprint job --help                            takes a job home, to run it again without a server
  pawprint create-extractor --help               makes a project for an extractor of your own
  pawprint admin --help                          accounts, when nobody can sign in
  pawprint backup FOLDER, restore FOLDER         copies of the database and of all files
  pawprint doctor                                looks for what is wrong with them

FILE is what mongoexport writes: one document a line, or one array. It can be of any size, and in any order.

  --url URL         the server; default PAWPRINT_URL, else http://127.0.0.1:9000
  --key KEY         an administrator's API key; default PAWPRINT_KEY
  --map FILE        ids there and here, as CSV (source,target) or JSON ({"source": "target"}). A target is
                    an id, the SHA-256 of a file's bytes, or a user's e-mail address
  --unplaced FILE   writes what has no place here, and why: one JSON object a line
  --checkpoint FILE how far the import is; default: beside the first FILE, with .checkpoint.json after its name
  --restart         sends everything again, also what the server confirmed before an interruption
  -h, --help        this text

An import that was interrupted goes on where it stopped when the same command runs again. Importing twice adds nothing.

Examples
  pawprint
  PAWPRINT_PORT=8080 PAWPRINT_DATA_DIR=/srv/pawprint pawprint
  PAWPRINT_DATA_DIR=/srv/pawprint pawprint backup /backups/2026-11-28
  PAWPRINT_KEY=… pawprint extractors list
  PAWPRINT_KEY=… pawprint job pull 01a2b3c4-5d6e-7f80-9a1b-2c3d4e5f6071
  mongoexport --db=clowder --collection=extractions --out=extractions.json
  mongoexport --db=clowder --collection=uploads --type=csv --fields=_id,sha256 --out=map.csv
  PAWPRINT_KEY=… pawprint import clowder-extractions extractions.json --map map.csv --unplaced unplaced.jsonl
  PAWPRINT_KEY=… pawprint import clowder-v2-jobs listener_jobs.json listener_job_updates.json --map map.json
`;
