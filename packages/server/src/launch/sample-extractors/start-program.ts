import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import type { RunningChild } from './supervise.ts';

/** An extractor that the server starts as a process of its own. */
export interface Program {
  readonly name: string;
  readonly path: string;
}

/** Starts a program under this Node. Its stdin is a pipe that closes when this process ends, however it ends. */
export const startProgram = (program: Program, env: NodeJS.ProcessEnv, parentLog: Logger): RunningChild => {
  const log = parentLog.child({ extractor: program.name });
  const child = spawn(process.execPath, [program.path], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  logLines(child.stdout, log, 'info');
  logLines(child.stderr, log, 'warn');
  return {
    exited: exitOf(child),
    end: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  };
};

const exitOf = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
  });

const logLines = (output: Readable, log: Logger, defaultLevel: LogLevel): void => {
  createInterface({ input: output }).on('line', (line) => {
    const { level, message } = parseOutputLine(line, defaultLevel);
    log[level](message);
  });
};

type LogLevel = 'info' | 'warn' | 'error';

/** What the extractor SDK writes about an instance: time, level, name and message. */
const SDK_LINE = /^\d{4}-\d\d-\d\dT\S+Z (info|warn|error) \S+: (.*)$/;

/** A line of a child's output for the server's log, which shows the time and the name itself. */
export const parseOutputLine = (
  line: string,
  defaultLevel: LogLevel,
): { readonly level: LogLevel; readonly message: string } => {
  const [, level, message] = SDK_LINE.exec(line) ?? [];
  return message === undefined
    ? { level: defaultLevel, message: line }
    : { level: level as LogLevel, message };
};

export interface ChildAccess {
  /** Where the child reaches the server. */
  readonly url: string;
  /** The API key it registers and claims with. */
  readonly key: string;
}

/** A child gets these variables alone: the server's own settings hold secrets, such as the database's password. */
const INHERITED = [
  'PATH',
  'HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'LANG',
  'LC_ALL',
  'TZ',
  'NODE_EXTRA_CA_CERTS',
  'SystemRoot',
];

/**
 * The environment of a supervised extractor. `PAWPRINT_SUPERVISED` means to the SDK that its stdin stays open as long
 * as the server lives: when the server is killed, the extractor gives its jobs back and ends by itself.
 */
export const childEnvironment = ({ url, key }: ChildAccess, own: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(INHERITED.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]))),
  PAWPRINT_URL: url,
  PAWPRINT_KEY: key,
  PAWPRINT_SUPERVISED: '1',
});
