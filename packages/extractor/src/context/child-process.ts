import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { textLines } from './text-lines.ts';

export interface CommandOptions {
  /** Folder to run in. Default: this process's. */
  readonly cwd?: string;
  /** Environment variables added to this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure. Default: only 0. */
  readonly okExitCodes?: readonly number[];
  /** Takes each line of stdout instead of the job's log, for a program whose output is its result. */
  readonly onStdout?: (line: string) => void | Promise<void>;
}

/** A child process ended with an exit code that is not among `okExitCodes`, or was killed by somebody else. */
export class ChildProcessError extends Error {
  override readonly name = 'ChildProcessError';
  readonly exitCode: number | null;
  readonly signal: string | null;

  constructor(command: string, exitCode: number | null, signal: string | null, lastWords: string) {
    const how = exitCode === null ? `was killed by ${signal}` : `ended with exit code ${exitCode}`;
    super(`${command} ${how}${lastWords && `: ${lastWords}`}`);
    this.exitCode = exitCode;
    this.signal = signal;
  }
}

export interface ChildProcessPorts {
  /** A line the child wrote. While the promise is open the child is not read, and waits when its pipe is full. */
  readonly onLine: (level: 'info' | 'warn', line: string) => void | Promise<void>;
  readonly signal: AbortSignal;
  /** From asking the child to end to killing it. */
  readonly killAfterMs: number;
}

type LineTaker = (line: string) => void | Promise<void>;

const readLines = async (stream: Readable, take: LineTaker): Promise<void> => {
  for await (const line of textLines(stream)) await take(line);
};

/** On POSIX the child leads a group of its own, so that what it started ends with it. */
const OWN_GROUP = process.platform !== 'win32';

const killGroup = (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void => {
  if (child.pid === undefined) return;
  try {
    if (OWN_GROUP) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It ended by itself in this very moment.
  }
};

interface Exit {
  readonly code: number | null;
  readonly signal: string | null;
}

const closed = (child: ChildProcess): Promise<Exit> =>
  new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve({ code, signal }));
  });

/** Ends the child when the signal aborts; the answer takes the watch off again. */
const endOnAbort = (child: ChildProcess, { signal, killAfterMs }: ChildProcessPorts): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child, 'SIGTERM');
    timer = setTimeout(() => killGroup(child, 'SIGKILL'), killAfterMs);
  };
  signal.addEventListener('abort', end, { once: true });
  return () => {
    clearTimeout(timer);
    signal.removeEventListener('abort', end);
  };
};

/** The instance's key is not a program's business. */
const environmentOf = ({ env }: CommandOptions): NodeJS.ProcessEnv => {
  const { PAWPRINT_KEY: _, ...inherited } = process.env;
  return { ...inherited, ...env };
};

const start = (command: string, args: readonly string[], options: CommandOptions) =>
  spawn(command, args, {
    cwd: options.cwd,
    env: environmentOf(options),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: OWN_GROUP,
  });

/** Runs a program and gives its exit code. See `JobContext.run`. */
export const runCommand = async (
  ports: ChildProcessPorts,
  command: string,
  args: readonly string[] = [],
  options: CommandOptions = {},
): Promise<number> => {
  ports.signal.throwIfAborted();
  const child = start(command, args, options);
  const unwatch = endOnAbort(child, ports);
  let lastWords = '';
  const onStdout = options.onStdout ?? ((line: string) => ports.onLine('info', line));
  const onStderr = (line: string) => {
    lastWords = line || lastWords;
    return ports.onLine('warn', line);
  };
  try {
    const reading = [readLines(child.stdout, onStdout), readLines(child.stderr, onStderr)];
    const [{ code, signal }] = await Promise.all([closed(child), ...reading]);
    ports.signal.throwIfAborted();
    if (code !== null && (options.okExitCodes ?? [0]).includes(code)) return code;
    throw new ChildProcessError(command, code, signal, lastWords);
  } finally {
    unwatch();
    if (child.exitCode === null && child.signalCode === null) killGroup(child, 'SIGKILL');
  }
};
