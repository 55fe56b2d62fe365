import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatasetWith, startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { runCommand } from '../run-command.ts';

const NAME = 'lab.count';

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
  await server.client.call('registerExtractor', {
    body: { name: NAME, version: '1.0', process: { file: ['text/*'] } },
  });
});
afterAll(() => server.stop());

const newFolder = async (): Promise<string> => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-pull-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  return folder;
};

/** A job that an instance has claimed and failed, on a file of this name. */
const failJob = async (filename: string): Promise<string> => {
  const { client } = server;
  await createDatasetWith(client, [{ name: filename, content: 'one two\n', type: 'text/plain' }]);
  const body = { instance_id: 'pull-1', version: '1.0', wait_s: 10 };
  const claimed = await client.call('claimJob', { params: { name: NAME }, body });
  const id = claimed?.job.id ?? '';
  const reports = [{ id: crypto.randomUUID(), kind: 'ERROR' as const, message: 'no header row' }];
  await client.call('sendReports', {
    params: { id },
    body: { lease_id: claimed?.lease.id ?? '', reports },
  });
  return id;
};

const job = async (words: readonly string[], key = server.adminKey) => {
  const output = { text: '', write: (text: string) => void (output.text += text) };
  const environment = { PAWPRINT_URL: server.url, PAWPRINT_KEY: key };
  const code = await runCommand(['job', ...words], { environment, stdout: output, stderr: output });
  return { code, text: output.text };
};

test('a pulled job has its input, message, log and the commands that run it, and no key', async () => {
  const folder = await newFolder();
  const id = await failJob('notes.txt');
  expect(await job(['pull', `${server.url}/jobs/${id}#event-2`, folder])).toMatchObject({
    code: 0,
    text: expect.stringContaining('PAWPRINT_JOB_FOLDER='),
  });
  const read = (name: string) => readFile(join(folder, name), 'utf8');
  expect(await read('input/notes.txt')).toBe('one two\n');
  expect(JSON.parse(await read('message.json'))).toMatchObject({
    job_id: id,
    attempt: 1,
    filename: 'notes.txt',
    input: 'input/notes.txt',
    mime_type: 'text/plain',
    size_bytes: 8,
    parameters: {},
    trigger: 'upload',
  });
  expect(JSON.parse(await read('environment.json'))).toMatchObject({
    extractor: NAME,
    extractor_version: '1.0',
  });
  expect(await read('log.txt')).toContain('no header row');
  expect(await read('README.md')).toContain('> no header row');
  const all = await Promise.all(
    (await readdir(folder, { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => readFile(join(entry.parentPath, entry.name), 'utf8')),
  );
  expect(all.join('\n')).not.toContain(server.adminKey);
  expect(JSON.parse(await read('message.json'))).not.toHaveProperty('secretKey');
});

test('a name that would lead out of the folder stays in it', async () => {
  const folder = await newFolder();
  const id = await failJob('..\\..\\evil:*.txt');
  expect(await job(['pull', id, folder])).toMatchObject({ code: 0 });
  const names = await readdir(join(folder, 'input'));
  expect(names.filter((name) => name.endsWith('.txt'))).toEqual([expect.stringMatching(/^[^./\\:*]+\.txt$/)]);
});

test('what cannot be pulled is refused, and leaves no folder', async () => {
  const folder = await newFolder();
  const fresh = join(folder, 'new');
  const missing = await job(['pull', crypto.randomUUID(), fresh]);
  expect(missing).toMatchObject({ code: 1, text: expect.stringContaining('The server refused') });
  const unsigned = await job(['pull', await failJob('a.txt'), fresh], 'wrong-key');
  expect(unsigned.code).toBe(1);
  expect(existsSync(fresh)).toBe(false);
});

test('a folder with something in it is not written into', async () => {
  const folder = await newFolder();
  await writeFile(join(folder, 'mine.txt'), 'mine');
  const { code, text } = await job(['pull', await failJob('b.txt'), folder]);
  expect(code).toBe(1);
  expect(text).toContain('is not empty');
  expect(await readdir(folder)).toEqual(['mine.txt']);
});

test('arguments that name no job are wrong', async () => {
  expect(await job(['pull', 'x'])).toMatchObject({ code: 2, text: expect.stringContaining('x is neither') });
  expect(await job(['push', 'x'])).toMatchObject({ code: 2 });
  expect(await job(['--help'])).toMatchObject({ code: 0, text: expect.stringContaining('Examples') });
});
