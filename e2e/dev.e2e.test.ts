import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { newDataDir, readLines, removeDataDir } from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { descendantsOf, isAlive } from './processes.ts';

const SCRIPT = fileURLToPath(new URL('../scripts/dev.mjs', import.meta.url));

const startDev = async () => {
  const dataDir = await newDataDir();
  onTestFinished(() => removeDataDir(dataDir));
  const dev = spawn(process.execPath, [SCRIPT], {
    env: { ...process.env, PAWPRINT_PORT: '0', PAWPRINT_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void dev.kill('SIGTERM'));
  const output = readLines(dev.stdout, dev.stderr);
  const [, url = ''] = await output.waitFor(/is ready at (http:\S+)/);
  const [, key = ''] = await output.waitFor(/API key +(\S+)/);
  await output.waitFor(/pawprint\.word-count.*at work for/);
  return { dev, url, key };
};

test('`npm run dev` serves page and API, and SIGINT ends every process', async () => {
  const { dev, url, key } = await startDev();
  expect(await (await fetch(url)).text()).toContain('/@vite/client');
  expect(await (await fetch(`${url}/src/main.tsx`)).text()).toContain('react');
  expect(await (await fetch(`${url}/api/health`)).json()).toEqual({ status: 'ok' });
  const me = await fetch(`${url}/api/me`, { headers: { 'x-api-key': key } });
  expect(await me.json()).toMatchObject({ email: 'admin@pawprint.local' });

  const processes = descendantsOf(dev.pid ?? 0);
  // Two watchers, what they watch, and PostgreSQL with its workers.
  expect(processes.length).toBeGreaterThan(5);
  dev.kill('SIGINT');
  const [code] = await once(dev, 'exit');
  expect(code).toBe(0);
  // What belonged to a process that has ended, such as tsx's compiler, notices that a moment later.
  await expect.poll(() => processes.filter(isAlive)).toEqual([]);
});

test('when `npm run dev` is killed, no process of it stays', async () => {
  const { dev } = await startDev();
  const processes = descendantsOf(dev.pid ?? 0);
  expect(processes.length).toBeGreaterThan(5);
  onTestFinished(() => {
    for (const pid of processes.filter(isAlive)) process.kill(pid, 'SIGKILL');
  });
  dev.kill('SIGKILL');
  await expect.poll(() => processes.filter(isAlive)).toEqual([]);
});
