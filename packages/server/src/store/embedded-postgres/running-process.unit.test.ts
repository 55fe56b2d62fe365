import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { findProcess } from './running-process.ts';

test('a running process is found, and is the same as long as it runs', () => {
  const found = findProcess(process.pid);

  expect(found?.command).toContain('node');
  expect(findProcess(process.pid)?.startedAt).toBe(found?.startedAt);
});

test('two processes differ', () => {
  expect(findProcess(process.ppid)).not.toEqual(findProcess(process.pid));
});

test('a process that has ended is not found', async () => {
  const child = spawn('true');
  await once(child, 'exit');

  expect(findProcess(child.pid ?? 0)).toBeUndefined();
});

test.for([0, -1, 1.5, Number.NaN, 2 ** 30])('no process has the id %s', (pid) => {
  expect(findProcess(pid)).toBeUndefined();
});
