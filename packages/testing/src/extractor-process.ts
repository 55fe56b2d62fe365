import { type ChildProcess, spawn } from 'node:child_process';
import { type LineReader, readLines } from './line-reader.ts';

export interface ExtractorProcess {
  readonly process: ChildProcess;
  readonly output: LineReader;
  kill(): Promise<void>;
}

/** A built extractor as its own process, to be killed in the middle of a job. */
export const startExtractorProcess = (
  script: string,
  env: Readonly<Record<string, string>>,
): ExtractorProcess => {
  const child = spawn(process.execPath, [script], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    process: child,
    output: readLines(child.stdout, child.stderr),
    kill: () => {
      child.kill('SIGKILL');
      return exited;
    },
  };
};
