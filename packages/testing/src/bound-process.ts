import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { type LineReader, readLines } from './line-reader.ts';

export interface BoundProcess {
  readonly output: LineReader;
  /** Sends the signal, and resolves when the process has ended. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Descriptor 3 is a pipe that closes when this process ends: then the watcher kills the program and deletes the folder. A
 * line through the pipe means that the program ended by itself. The program replaces the shell and keeps its pid.
 */
const BOUND = '{ read -r _ <&3 || { kill -KILL $$; rm -rf "$PWD"; }; } & exec "$@" 3<&-';

/**
 * Starts a program in a folder. Neither can outlive this process. The program has a session of its own, so Ctrl-C does not
 * reach it.
 */
export const startBoundProcess = ({ command, args, env }: Program, folder: string): BoundProcess => {
  const child = spawn('sh', ['-c', BOUND, 'sh', command, ...args], {
    env,
    cwd: folder,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  });
  const exited = exitOf(child);
  return {
    output: readLines(...[child.stdout, child.stderr].filter((output) => output !== null)),
    end(signal) {
      child.kill(signal);
      return exited;
    },
  };
};

/** The watcher has the outputs open, too: they do not end before it does. */
const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.once('exit', () => {
      const lifeline = child.stdio[3];
      if (lifeline instanceof Writable) lifeline.end('ended\n');
      resolve();
    }),
  );
