import { spawn, spawnSync } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { createTestDatabase } from '@pawprint/testing';
import { temporaryFolder } from '@pawprint/testing/postgres';
import { expect, onTestFinished, test } from 'vitest';

const MAIN = fileURLToPath(new URL('main.ts', import.meta.url));
const NODE = [process.execPath, '--conditions=pawprint-source', '--import=tsx', MAIN];

/** Runs the server from its sources in a process of its own until it ends. */
const runServer = async (env: Readonly<Record<string, string>>, command: readonly string[] = NODE) => {
  const [program = '', ...args] = command;
  const server = spawn(program, args, {
    env: { PATH: process.env['PATH'], PAWPRINT_PORT: '0', PAWPRINT_SAMPLE_EXTRACTORS: 'off', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void server.kill('SIGKILL'));
  const exited = new Promise<number | null>((resolve) => server.once('exit', resolve));
  const [output, errors, code] = await Promise.all([text(server.stdout), text(server.stderr), exited]);
  return { output, errors, code };
};

const newFolder = async (): Promise<string> => {
  const { path, remove } = await temporaryFolder('closed');
  onTestFinished(remove);
  return path;
};

/** The server's one sentence, and how it ended. */
const oneSentence = (pattern: RegExp) => ({
  output: '',
  errors: expect.stringMatching(new RegExp(`^[^\\n]*${pattern.source}[^\\n]*\\n$`)),
  code: 1,
});

test('a database that cannot be reached ends the start with one sentence', async () => {
  const result = await runServer({
    PAWPRINT_DATA_DIR: await newFolder(),
    DATABASE_URL: 'postgresql://user:secret@127.0.0.1:1/pawprint',
  });
  expect(result).toEqual(oneSentence(/127\.0\.0\.1:1\/pawprint\) cannot be used: nothing listens/));
  expect(result.errors).not.toContain('secret');
});

test('a read-only data directory ends the start with one sentence', async () => {
  // Not even root can create a folder in the kernel's own file system.
  const sentence = oneSentence(/data directory \/sys\/pawprint cannot be used: /);
  expect(await runServer({ PAWPRINT_DATA_DIR: '/sys/pawprint' })).toEqual(sentence);

  const database = await createTestDatabase();
  onTestFinished(() => database.drop());
  const env = { PAWPRINT_DATA_DIR: '/sys/pawprint', DATABASE_URL: database.url };
  expect(await runServer(env)).toEqual(sentence);
});

/** A disk of 8 MB, mounted at the folder for the server alone, after a command has been run there. */
const onSmallDisk = (folder: string, first: string): readonly string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `mount -t tmpfs -o size=8M none "$0" && ${first}; exec "$@"`,
  folder,
  ...NODE,
];

/** Where a container forbids mounts, writing fails by an injected fault instead. */
const withoutRoom = (): readonly string[] => {
  const fault = `
    import fs from 'node:fs';
    import { syncBuiltinESMExports } from 'node:module';
    fs.writeFileSync = (path) => {
      throw Object.assign(new Error('ENOSPC: no space left on device'), { code: 'ENOSPC', path });
    };
    syncBuiltinESMExports();`;
  const [node = '', ...args] = NODE;
  return [node, `--import=data:text/javascript,${encodeURIComponent(fault)}`, ...args];
};

const canMount = (): boolean =>
  spawnSync('unshare', ['--mount', 'sh', '-c', 'mount -t tmpfs none /mnt']).status === 0;

test.each([
  ['is full', 'cat /dev/zero > "$0/filler" 2> /dev/null'],
  ['fills while the database is created', 'true'],
])('a disk that %s ends the start with one sentence', async (_, first) => {
  const folder = await newFolder();
  const command = canMount() ? onSmallDisk(folder, first) : withoutRoom();
  expect(await runServer({ PAWPRINT_DATA_DIR: folder }, command)).toEqual(
    oneSentence(/(disk is full|No space left on device)/),
  );
});
