import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { createClient, parseAnswer } from '@pawprint/protocol';
import {
  ADMIN,
  allEnded,
  createDatasetWith,
  followUntil,
  freePort,
  newDataDir,
  readLines,
  removeDataDir,
  type ServerProcess,
  startServerProcess,
} from '@pawprint/testing';
import { expect, onTestFinished, test } from 'vitest';
import { descendantsOf, isAlive } from './processes.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** `npm start` on a new data directory, in a process group of its own as a shell gives it. */
const npmStart = async () => {
  const dataDir = await newDataDir();
  const port = await freePort();
  const npm = spawn('npm', ['start'], {
    cwd: ROOT,
    detached: true,
    env: {
      ...process.env,
      PAWPRINT_DATA_DIR: dataDir,
      PAWPRINT_PORT: String(port),
      PAWPRINT_ADMIN_KEY: ADMIN.key,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = once(npm, 'exit');
  onTestFinished(async () => {
    for (const pid of descendantsOf(npm.pid ?? 0)) if (isAlive(pid)) process.kill(pid, 'SIGTERM');
    await exited;
    await removeDataDir(dataDir);
  });
  return { npm, exited, output: readLines(npm.stdout, npm.stderr), url: `http://127.0.0.1:${port}` };
};

const statusOf = (url: string): Promise<number | undefined> =>
  fetch(url).then(
    ({ status }) => status,
    () => undefined,
  );

test('a ready server submits jobs to all sample extractors', async () => {
  const { url } = await npmStart();
  await expect.poll(() => statusOf(`${url}/api/ready`), { interval: 5, timeout: 120_000 }).toBe(200);

  const client = createClient({ baseUrl: url, key: ADMIN.key, parseAnswer });
  const { datasetId } = await createDatasetWith(client, [{ name: 'a.txt', content: 'one two' }]);
  const jobs = await followUntil(client, { dataset_id: datasetId }, allEnded(2));
  expect([...jobs.values()].map(({ extractor }) => extractor).toSorted()).toEqual([
    'pawprint.file-digest',
    'pawprint.word-count',
  ]);
});

test('SIGTERM to npm ends every process of the server', async () => {
  const { npm, exited, output } = await npmStart();
  await output.waitFor(/is ready at/);
  const processes = descendantsOf(npm.pid ?? 0);
  // The server, the sample extractors, and PostgreSQL with its workers.
  expect(processes.length).toBeGreaterThan(5);

  npm.kill('SIGTERM');
  expect(await exited).toEqual([0, null]);
  await expect.poll(() => processes.filter(isAlive)).toEqual([]);
});

test('Ctrl-C under npm closes the server in order, though it comes twice', async () => {
  const { npm, exited, output } = await npmStart();
  await output.waitFor(/is ready at/);
  process.kill(-(npm.pid ?? 0), 'SIGINT');
  await exited;
  // What it has written may be read only after its end.
  expect(await output.waitFor(/Stopped/)).toHaveLength(1);
});

test('SIGHUP closes a server in order', async () => {
  const server = await startServerProcess();
  onTestFinished(() => removeDataDir(server.dataDir));
  const exited = once(server.process, 'exit');
  server.process.kill('SIGHUP');
  expect(await exited).toEqual([0, null]);
  await server.output.waitFor(/Stopped/);
});

const postgresOf = ({ dataDir }: ServerProcess): number => {
  const file = readFileSync(join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8');
  return Number(file.split('\n')[0]);
};

test.each(['SIGKILL', 'SIGTERM', 'SIGSTOP'] as const)(
  'after a %s PostgreSQL is restarted, and answers are 503 meanwhile',
  async (signal) => {
    const server = await startServerProcess();
    onTestFinished(async () => {
      await server.stop();
      await removeDataDir(server.dataDir);
    });
    const list = () => fetch(`${server.url}/api/datasets`, { headers: { 'x-api-key': ADMIN.key } });
    expect((await list()).status).toBe(200);

    process.kill(postgresOf(server), signal);
    const refused = { status: 0, retryAfter: '' };
    const untilRefused = async (): Promise<number> => {
      const { status, headers } = await list();
      Object.assign(refused, { status, retryAfter: headers.get('retry-after') });
      return status;
    };
    await expect.poll(untilRefused, { interval: 5 }).not.toBe(200);
    expect(refused).toEqual({ status: 503, retryAfter: '2' });
    await server.output.waitFor(/PostgreSQL runs again/);
    await expect.poll(() => statusOf(`${server.url}/api/ready`)).toBe(200);
    expect((await list()).status).toBe(200);
  },
);
