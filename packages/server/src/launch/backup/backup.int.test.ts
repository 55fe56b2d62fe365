import { execFileSync } from 'node:child_process';
import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { ADMIN, createDatasetWith, queryRows } from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { resolveConfig } from '../../config/config.ts';
import { openDiskBlobStore } from '../../datasets/blobs/disk-blob-store.ts';
import { sweepDueBlobs } from '../../datasets/blobs/sweep-blobs.ts';
import { archiveEvents } from '../../jobs/archive/archive-events.ts';
import { startServer } from '../../start-server.ts';
import { openDatabase } from '../../store/database.ts';
import { findRunningPostgres } from '../../store/embedded-postgres/start-embedded-postgres.ts';
import { backUp } from './backup.ts';
import { runBackupCommand } from './backup-command.ts';

/** For tests that make databases anew, which takes half a minute each where the disk has much else to write. */
const STARTS_LIMIT_MS = 240_000;

const SETTINGS = {
  PAWPRINT_PORT: '0',
  PAWPRINT_ADMIN_EMAIL: ADMIN.email,
  PAWPRINT_ADMIN_PASSWORD: ADMIN.password,
  PAWPRINT_ADMIN_KEY: ADMIN.key,
  PAWPRINT_SAMPLE_EXTRACTORS: 'off',
};

/** A server with an embedded database. */
const startOn = async (dataDir: string) => {
  const config = resolveConfig({ ...SETTINGS, PAWPRINT_DATA_DIR: dataDir });
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  const server = await startServer(config.config);
  return { ...server, client: createClient({ baseUrl: server.url, key: ADMIN.key, parseAnswer }) };
};

const run = async (
  name: 'backup' | 'restore',
  folder: string,
  environment: Readonly<Record<string, string>>,
) => {
  const [output, errors]: [string[], string[]] = [[], []];
  const code = await runBackupCommand(name, folder === '' ? [] : [folder], {
    environment,
    print: (text) => void output.push(text),
    printError: (text) => void errors.push(text),
  });
  return { code, output: output.join('\n'), errors: errors.join('\n') };
};

const newFolder = async (): Promise<string> => {
  const { path, remove } = await temporaryFolder('closed');
  onTestFinished(remove);
  return path;
};

const signIn = (url: string): Promise<Response> =>
  fetch(`${url}/api/auth/sign-in/email`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ADMIN.email, password: ADMIN.password }),
  });

const statusWith = async (url: string, cookie: string): Promise<number> =>
  (await fetch(`${url}/api/me`, { headers: { cookie } })).status;

const textOf = async (client: Client, id: string): Promise<string> =>
  await (await client.fetch('downloadFile', { params: { id } })).text();

/** Without the times that go on while they wait. */
const jobsOf = async (client: Client) =>
  ((await client.call('listJobs', { query: {} }))?.items ?? []).map((job) => ({
    ...job,
    wait_ms: null,
    elapsed_ms: null,
  }));

const eventsOf = (client: Client, id: string) => client.call('listJobEvents', { params: { id }, query: {} });

/** Moves the events of all jobs into an archive. */
const archiveAll = async (): Promise<void> => {
  const db = openDatabase(findRunningPostgres(dataDir));
  const blobs = await openDiskBlobStore(join(dataDir, 'blobs'), { abandonedBefore: 0 });
  await archiveEvents({ db, blobs, keepEventsMonths: 1 }, Date.now() + 70 * 86_400_000);
  await db.destroy();
};

let original: Awaited<ReturnType<typeof startOn>>;
let place: Awaited<ReturnType<typeof temporaryFolder>>;
let dataDir: string;
let backup: string;
let made: Awaited<ReturnType<typeof run>>;
let cookie: string;
let fileIds: string[];
beforeAll(async () => {
  place = await temporaryFolder('closed');
  dataDir = join(place.path, 'data');
  backup = join(place.path, 'backup');
  original = await startOn(dataDir);
  const process = { file: ['text/*'] };
  await original.client.call('registerExtractor', { body: { name: 'word-count', version: '1', process } });
  const files = ['one', 'two'].map((name) => ({
    name: `${name}.txt`,
    content: `${name}\n`,
    type: 'text/plain',
  }));
  ({ fileIds } = await createDatasetWith(original.client, files));
  for (const { id } of await jobsOf(original.client))
    await original.client.call('cancelJob', { params: { id } });
  await archiveAll();
  cookie = (await signIn(original.url)).headers.getSetCookie()[0]?.split(';', 1)[0] ?? '';
  made = await run('backup', backup, { PAWPRINT_DATA_DIR: dataDir });
}, STARTS_LIMIT_MS);
afterAll(async () => {
  await original.stop();
  await place.remove();
});

describe('a backup of a running server', () => {
  test('says what it has, and is checked by the program sha256sum', async () => {
    expect(made).toMatchObject({ code: 0 });
    expect(made.output).toMatch(/has the database with [\d,]+ rows, and 3 files of [\d,]+ bytes, as of 2/);
    expect(
      execFileSync('sha256sum', ['--check', '--quiet', '--strict', 'SHA256SUMS'], { cwd: backup }),
    ).toHaveLength(0);
  });

  test('restored into a new folder serves the same jobs and files', {
    timeout: STARTS_LIMIT_MS,
  }, async () => {
    const restored = await newFolder();
    const result = await run('restore', backup, { PAWPRINT_DATA_DIR: restored });
    expect(result).toMatchObject({ code: 0 });
    const server = await startOn(restored);
    onTestFinished(() => server.stop());

    const jobs = await jobsOf(original.client);
    expect(jobs).toHaveLength(2);
    expect(await jobsOf(server.client)).toEqual(jobs);
    for (const { id } of jobs) {
      const events = await eventsOf(original.client, id);
      expect(events).toMatchObject({ archived: true });
      expect(await eventsOf(server.client, id)).toEqual(events);
    }
    expect(await Promise.all(fileIds.map((id) => textOf(server.client, id)))).toEqual(['one\n', 'two\n']);

    const added = await createDatasetWith(server.client, [
      { name: 'three.txt', content: '3', type: 'text/plain' },
    ]);
    expect(await textOf(server.client, added.fileIds[0] ?? '')).toBe('3');
    const after = await jobsOf(server.client);
    expect(after.map(({ id }) => id)).toEqual([expect.any(String), ...jobs.map(({ id }) => id)]);
  });

  test('restored refuses sessions, and takes passwords and keys', { timeout: STARTS_LIMIT_MS }, async () => {
    const restored = await newFolder();
    await run('restore', backup, { PAWPRINT_DATA_DIR: restored });
    const server = await startOn(restored);
    onTestFinished(() => server.stop());
    expect([await statusWith(original.url, cookie), await statusWith(server.url, cookie)]).toEqual([
      200, 401,
    ]);
    expect((await signIn(server.url)).status).toBe(200);
    expect(await server.client.call('showMe', {})).toMatchObject({ email: ADMIN.email });
    expect(server.firstAdmin).toBeNull();
  });

  test('has files that are deleted while it runs', async () => {
    const { fileIds: doomed } = await createDatasetWith(original.client, [
      { name: 'd.txt', content: 'doomed' },
    ]);
    const databaseUrl = findRunningPostgres(dataDir);
    const db = openDatabase(databaseUrl);
    onTestFinished(() => db.destroy());
    const blobs = await openDiskBlobStore(join(dataDir, 'blobs'), { abandonedBefore: 0 });
    const swept: number[] = [];
    const description = await backUp({
      databaseUrl,
      folder: await newFolder(),
      withDatabase: false,
      version: '0',
      onProgress: () => undefined,
      blobs: {
        ...blobs,
        open: async (key) => {
          await original.client
            .call('deleteFile', { params: { id: doomed[0] ?? '' } })
            .catch(() => undefined);
          swept.push(await sweepDueBlobs({ db, blobs }, Date.now()));
          return blobs.open(key);
        },
      },
    });
    expect(description).toMatchObject({ blobs: { count: 4 }, missing: [] });
    expect(new Set(swept)).toEqual(new Set([0]));
    const waiting = () => queryRows(databaseUrl, 'select 1 from doomed_blobs');
    await sweepDueBlobs({ db, blobs }, Date.now());
    expect(await waiting()).toEqual([]);
  });

  test('names files whose bytes are missing, and is incomplete', { timeout: STARTS_LIMIT_MS }, async () => {
    const other = join(await newFolder(), 'data');
    const server = await startOn(other);
    await createDatasetWith(server.client, [
      { name: 'a.txt', content: 'a' },
      { name: 'b.txt', content: 'b' },
    ]);
    await server.stop();
    const entries = await readdir(join(other, 'blobs'), { recursive: true, withFileTypes: true });
    const blob = entries.find((entry) => entry.isFile());
    await rm(join(blob?.parentPath ?? '', blob?.name ?? ''));
    // The server does not run: the command starts its database.
    const result = await run('backup', await newFolder(), { PAWPRINT_DATA_DIR: other });
    expect(result).toMatchObject({ code: 1, output: expect.stringContaining('and 1 files of 1 bytes') });
    expect(result.errors).toContain('1 files are missing or damaged');
  });
});

describe('a backup is refused', () => {
  test('into a folder that is not empty', async () => {
    const result = await run('backup', backup, { PAWPRINT_DATA_DIR: dataDir });
    expect(result).toMatchObject({ code: 1, errors: expect.stringContaining('is not empty') });
  });

  test('without a folder', async () => {
    expect(await run('backup', '', {})).toMatchObject({
      code: 2,
      errors: expect.stringContaining('needs one folder'),
    });
  });
});

describe('a restore is refused', () => {
  test('onto data', async () => {
    const result = await run('restore', backup, { PAWPRINT_DATA_DIR: dataDir });
    expect(result).toMatchObject({ code: 1, errors: expect.stringContaining('has data already') });
  });

  const copy = async (): Promise<string> => {
    const folder = join(await newFolder(), 'copy');
    execFileSync('cp', ['-r', backup, folder]);
    return folder;
  };

  test.each<[string, (folder: string) => Promise<void>, string]>([
    [
      'with a damaged table',
      (f) => appendFile(join(f, 'database', 'jobs.copy.gz'), 'x'),
      'database/jobs.copy.gz',
    ],
    ['without its checksums', (f) => rm(join(f, 'SHA256SUMS')), 'has no finished backup'],
    [
      'with checksums that are cut off',
      async (f) => {
        const lines = (await readFile(join(f, 'SHA256SUMS'), 'utf8')).split('\n');
        await writeFile(join(f, 'SHA256SUMS'), `${lines.slice(0, 3).join('\n')}\n`);
      },
      'is cut off',
    ],
    ['without its files', (f) => rm(join(f, 'blobs'), { recursive: true }), '3 files of'],
  ])('from a backup %s, and writes nothing', async (_, damage, sentence) => {
    const [folder, target] = [await copy(), await newFolder()];
    await damage(folder);
    const result = await run('restore', folder, { PAWPRINT_DATA_DIR: target });
    expect(result).toMatchObject({ code: 1, errors: expect.stringContaining(sentence) });
    expect(await readdir(target)).toEqual([]);
  });
});

test('a restore that was interrupted is repeated', { timeout: STARTS_LIMIT_MS }, async () => {
  const [folder, target] = [join(await newFolder(), 'copy'), await newFolder()];
  execFileSync('cp', ['-r', backup, folder]);
  const table = join(folder, 'database', 'jobs.copy.gz');
  const whole = await readFile(table);
  await writeFile(join(target, 'server.lock'), '');
  // The checksums are right, and the load fails at a table that ends early.
  await writeFile(table, whole.subarray(0, whole.length / 2));
  const sums = await readFile(join(folder, 'SHA256SUMS'), 'utf8');
  const sum = (path: string) => execFileSync('sha256sum', [path], { encoding: 'utf8' }).slice(0, 64);
  await writeFile(
    join(folder, 'SHA256SUMS'),
    sums.replace(sum(join(backup, 'database', 'jobs.copy.gz')), sum(table)),
  );
  expect((await run('restore', folder, { PAWPRINT_DATA_DIR: target })).code).toBe(1);
  expect(await readdir(target)).not.toContain('postgres');
  expect((await run('restore', backup, { PAWPRINT_DATA_DIR: target })).code).toBe(0);
  expect((await readdir(target)).toSorted()).toEqual(['blobs', 'postgres', 'server.lock']);
});
