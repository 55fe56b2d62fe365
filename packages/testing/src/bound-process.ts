import { type ChildProcess, spawn } from 'node:child_process';
import { Writable } from 'node:stream';
import { type LineReader, readLines } from './line-reader.ts';

export interface BoundProcess {
  readonly output: LineReader;
  /** Sends the signal and resolves when the process is gone. */
  end(signal: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Descriptor 3 is a pipe that ends with us, however we end: then the watcher kills the program and deletes the folder.
 * A word through the pipe tells it that the program ended in order. The program takes the shell's place, and its pid.
 */
const BOUND = '{ read -r _ <&3 || { kill -KILL $$; rm -rf "$PWD"; }; } & exec "$@" 3<&-';

/**
 * Starts a program that cannot outlive this process, and the folder in which it runs neither. In a session of its
 * own: Ctrl-C does not reach it.
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

/** The watcher holds the outputs too: until it is let go they do not end. */
const exitOf = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.once('exit', () => {
      const lifeline = child.stdio[3];
      if (lifeline instanceof Writable) lifeline.end('ended\n');
      resolve();
    }),
  );
