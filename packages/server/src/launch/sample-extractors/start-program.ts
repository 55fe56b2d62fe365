import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Logger } from 'pino';
import { type ChildLevel, readChildLine } from './child-line.ts';
import type { Program } from './sample-programs.ts';
import type { RunningChild } from './supervise.ts';

const exit = (child: ChildProcess): Promise<string> =>
  new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(code === null ? `signal ${signal}` : `exit code ${code}`));
  });

const logLines = (output: Readable, log: Logger, level: ChildLevel): void => {
  createInterface({ input: output }).on('line', (line) => {
    const said = readChildLine(line, level);
    log[said.level](said.message);
  });
};

/** Starts a program under this Node. Its stdin is a pipe that closes when this process ends, however it ends. */
export const startProgram = (program: Program, env: NodeJS.ProcessEnv, parentLog: Logger): RunningChild => {
  const log = parentLog.child({ extractor: program.name });
  const child = spawn(process.execPath, [program.path], { env, stdio: ['pipe', 'pipe', 'pipe'] });
  child.stdin.on('error', () => undefined);
  logLines(child.stdout, log, 'info');
  logLines(child.stderr, log, 'warn');
  return {
    exited: exit(child),
    end: () => void child.kill('SIGTERM'),
    kill: () => void child.kill('SIGKILL'),
  };
};
