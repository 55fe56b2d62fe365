import { join } from 'node:path';
import { createClient, parseAnswer } from '@pawprint/protocol';
import { ADMIN, createDatasetWith, createS3Bucket, S3_OWNER, sharedS3Endpoint } from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { type Config, resolveConfig } from '../../config/config.ts';
import { archiveEvents } from '../../jobs/archive/archive-events.ts';
import { startServer } from '../../start-server.ts';
import { openDatabase } from '../../store/database.ts';
import { findRunningPostgres } from '../../store/embedded-postgres/start-embedded-postgres.ts';
import { runDoctorCommand } from '../doctor/doctor-command.ts';
import { openBlobStore } from '../open-blob-store.ts';
import { runBackupCommand } from './backup-command.ts';

let endpoint: string;
beforeAll(async () => {
  endpoint = await sharedS3Endpoint();
  vi.stubEnv('AWS_ACCESS_KEY_ID', S3_OWNER.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', S3_OWNER.secretAccessKey);
});
afterAll(() => vi.unstubAllEnvs());

const newFolder = async (): Promise<string> => {
  const { path, remove } = await temporaryFolder('closed');
  onTestFinished(remove);
  return path;
};

/** Settings of a server with an embedded database and a bucket, both new. */
const newSettings = async () => ({
  PAWPRINT_PORT: '0',
  PAWPRINT_ADMIN_EMAIL: ADMIN.email,
  PAWPRINT_ADMIN_PASSWORD: ADMIN.password,
  PAWPRINT_ADMIN_KEY: ADMIN.key,
  PAWPRINT_SAMPLE_EXTRACTORS: 'off',
  PAWPRINT_DATA_DIR: await newFolder(),
  PAWPRINT_BLOBS: `s3://${await createS3Bucket(endpoint)}/files?endpoint=${endpoint}`,
});

type Settings = Awaited<ReturnType<typeof newSettings>>;

const configOf = (settings: Settings): Config => {
  const resolved = resolveConfig(settings);
  if (!resolved.ok) throw new Error(JSON.stringify(resolved.problems));
  return resolved.config;
};

const start = async (settings: Settings) => {
  const server = await startServer(configOf(settings));
  onTestFinished(() => server.stop());
  return createClient({ baseUrl: server.url, key: ADMIN.key, parseAnswer });
};

/** What a command prints, and its exit code. */
const run = async (name: 'backup' | 'restore' | 'doctor', args: readonly string[], environment: Settings) => {
  const lines: string[] = [];
  const print = (text: string): void => void lines.push(text);
  const terminal = { environment, print, printError: print, ask: async () => 'no' };
  const code =
    name === 'doctor' ? await runDoctorCommand(args, terminal) : await runBackupCommand(name, args, terminal);
  return { code, output: lines.join('\n') };
};

/** Moves the events of all jobs into an archive. */
const archiveAll = async (settings: Settings): Promise<void> => {
  const db = openDatabase(findRunningPostgres(settings.PAWPRINT_DATA_DIR));
  const blobs = await openBlobStore(configOf(settings));
  await archiveEvents({ db, blobs, keepEventsMonths: 1 }, Date.now() + 70 * 86_400_000);
  await db.destroy();
};

test('files and archives of events in a bucket are backed up, checked, and restored into another one', async () => {
  const settings = await newSettings();
  const original = await start(settings);
  const process = { file: ['text/*'] };
  await original.call('registerExtractor', { body: { name: 'word-count', version: '1', process } });
  const { fileIds } = await createDatasetWith(original, [
    { name: 'one.txt', content: 'one\n', type: 'text/plain' },
  ]);
  const [job] = (await original.call('listJobs', { query: {} }))?.items ?? [];
  const params = { id: job?.id ?? '' };
  await original.call('cancelJob', { params });
  await archiveAll(settings);
  const events = await original.call('listJobEvents', { params, query: {} });
  expect(events).toMatchObject({ archived: true });

  const backup = join(await newFolder(), 'backup');
  const made = await run('backup', [backup], settings);
  expect(made).toMatchObject({ code: 0, output: expect.stringContaining('and 2 files of') });
  const restored = await newSettings();
  expect(await run('restore', [backup], restored)).toMatchObject({ code: 0 });
  const copy = await start(restored);
  expect(await (await copy.fetch('downloadFile', { params: { id: fileIds[0] ?? '' } })).text()).toBe('one\n');
  expect(await copy.call('listJobEvents', { params, query: {} })).toEqual(events);

  expect(await run('doctor', ['--checksums'], restored)).toMatchObject({
    code: 0,
    output: expect.stringContaining('The checksums of 2 files are right.'),
  });
  const store = await openBlobStore(configOf(restored));
  for await (const { key } of store.list()) await store.remove(key);
  expect(await run('doctor', [], restored)).toMatchObject({
    code: 1,
    output: expect.stringContaining('WRONG 2 of 2 files'),
  });
});
