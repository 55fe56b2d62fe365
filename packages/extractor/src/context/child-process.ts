import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { onAbort } from '@pawprint/async';

export interface CommandOptions {
  /** Folder to run in. Default: this process's. */
  readonly cwd?: string;
  /** Environment variables added to this process's. */
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that are no failure. Default: only 0. */
  readonly okExitCodes?: readonly number[];
  /** Called with each line of stdout, which then is not logged: for a program whose output is its result. */
  readonly onStdout?: (line: string) => void | Promise<void>;
}

/** A child process ended with an exit code that is not among `okExitCodes`, or was killed from outside. */
export class ChildProcessError extends Error {
  override readonly name = 'ChildProcessError';
  readonly exitCode: number | null;
  readonly signal: string | null;

  constructor(command: string, exitCode: number | null, signal: string | null, lastLine: string) {
    const how = exitCode === null ? `was killed by ${signal}` : `ended with exit code ${exitCode}`;
    super(`${command} ${how}${lastLine && `: ${lastLine}`}`);
    this.exitCode = exitCode;
    this.signal = signal;
  }
}

/** Runs a program, and resolves to its exit code. See `JobContext.run`. */
export const runCommand = async (
  ports: ChildProcessPorts,
  command: string,
  args: readonly string[] = [],
  options: CommandOptions = {},
): Promise<number> => {
  ports.signal.throwIfAborted();
  const child = start(command, args, options);
  const removeListener = endOnAbort(child, ports);
  let lastLine = '';
  const onStdout = options.onStdout ?? ((line: string) => ports.onLine('info', line));
  const onStderr = (line: string) => {
    lastLine = line || lastLine;
    return ports.onLine('warn', line);
  };
  try {
    const reading = [readLines(child.stdout, onStdout), readLines(child.stderr, onStderr)];
    const [{ code, signal }] = await Promise.all([closed(child), ...reading]);
    ports.signal.throwIfAborted();
    if (code !== null && (options.okExitCodes ?? [0]).includes(code)) return code;
    throw new ChildProcessError(command, code, signal, lastLine);
  } finally {
    removeListener();
    if (child.exitCode === null && child.signalCode === null) killGroup(child, 'SIGKILL');
  }
};

interface ChildProcessPorts {
  /** Called with each line the child writes. Until it resolves, nothing more is read, and the child waits when its pipe is full. */
  readonly onLine: (level: 'info' | 'warn', line: string) => void | PromiseLike<void>;
  readonly signal: AbortSignal;
  /** Milliseconds from SIGTERM to SIGKILL. */
  readonly killAfterMs: number;
}

const readLines = async (
  stream: Readable,
  onLine: (line: string) => void | PromiseLike<void>,
): Promise<void> => {
  for await (const line of textLines(stream)) await onLine(line);
};

/** On POSIX the child leads a group of its own, so that what it started ends with it. */
const OWN_GROUP = process.platform !== 'win32';

const killGroup = (child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): void => {
  if (child.pid === undefined) return;
  try {
    if (OWN_GROUP) process.kill(-child.pid, signal);
    else child.kill(signal);
  } catch {
    // It has just ended by itself.
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

/** Ends the child when the signal aborts, until the returned function is called. */
const endOnAbort = (child: ChildProcess, { signal, killAfterMs }: ChildProcessPorts): (() => void) => {
  let timer: NodeJS.Timeout | undefined;
  const end = () => {
    killGroup(child, 'SIGTERM');
    timer = setTimeout(() => killGroup(child, 'SIGKILL'), killAfterMs);
  };
  const removeListener = onAbort(signal, end);
  return () => {
    clearTimeout(timer);
    removeListener();
  };
};

/** The child gets all variables but the instance's key. */
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

/** A longer line is given in pieces of this many UTF-16 units, so that one without an end does not fill the memory. */
const LONGEST_LINE = 16_000;

const LINE_END = /\r\n|\n|\r(?!$)/;

const pieces = (line: string): string[] =>
  Array.from({ length: Math.max(1, Math.ceil(line.length / LONGEST_LINE)) }, (_, index) =>
    line.slice(index * LONGEST_LINE, (index + 1) * LONGEST_LINE),
  );

/**
 * Text lines of a byte stream, UTF-8, without their ends. A carriage return ends a line too: programs draw their
 * progress with it. One at the end of a chunk waits for the next, which may begin with the newline that belongs to it.
 */
export async function* textLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split(LINE_END);
    rest = lines.pop() ?? '';
    for (const line of lines) yield* pieces(line);
    if (rest.length <= LONGEST_LINE) continue;
    yield rest.slice(0, LONGEST_LINE);
    rest = rest.slice(LONGEST_LINE);
  }
  rest = (rest + decoder.end()).replace(/\r$/, '');
  if (rest) yield* pieces(rest);
}
