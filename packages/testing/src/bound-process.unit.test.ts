import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test, vi } from 'vitest';
import { startBoundProcess } from './bound-process.ts';
import { readLines } from './line-reader.ts';
import { temporaryFolder } from './temporary-folder.ts';

const RUN_FROM_SOURCES = fileURLToPath(new URL('./run-from-sources.mjs', import.meta.url));
const HOLDER = fileURLToPath(new URL('./bound-process-holder.ts', import.meta.url));
const env = { PATH: process.env['PATH'] ?? '' };

const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

test('a program and its folder do not outlive a killed process', async () => {
  const folder = await temporaryFolder('closed');
  const holder = spawn(process.execPath, [RUN_FROM_SOURCES, HOLDER, folder.path]);
  const [, pid] = await readLines(holder.stdout, holder.stderr).waitFor(/pid (\d+)/);
  expect(isRunning(Number(pid))).toBe(true);

  holder.kill('SIGKILL');

  await vi.waitFor(() => expect(isRunning(Number(pid))).toBe(false), 10_000);
  await vi.waitFor(() => expect(existsSync(folder.path)).toBe(false), 10_000);
});

test('the folder of a program that ended by itself is kept', async () => {
  const folder = await temporaryFolder('closed');
  const program = startBoundProcess({ command: 'tail', args: ['-f', '/dev/null'], env }, folder.path);
  await program.end('SIGTERM');

  // Its outputs end only with the watcher.
  await expect(program.output.waitFor(/anything/)).rejects.toThrow(/ended/);
  expect(existsSync(folder.path)).toBe(true);
  await folder.remove();
});
