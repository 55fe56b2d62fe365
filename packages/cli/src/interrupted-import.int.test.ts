import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { routes } from '@pawprint/protocol';
import {
  createDatasetWith,
  createSignal,
  newDataDir,
  removeDataDir,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { extractionsExport, objectId } from './history.builder.ts';
import { runCommand } from './run-command.ts';

const FILE = objectId(1, 1);
const JOBS = 400;

let server: TestServer;
let proxy: Proxy;
let folder: string;
/** The import of a new history of 1,200 events, which takes three requests. */
let args: string[];
let day = 0;
beforeAll(async () => {
  server = await startTestServer();
  proxy = await startProxy(server.url);
  await server.client.call('registerExtractor', {
    body: { name: 'ncsa.wordcount', version: '1.0', process: {} },
  });
});
beforeEach(async () => {
  folder = await newDataDir();
  const { fileIds } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  day += 1;
  const runs = Array.from({ length: JOBS }, () => [
    { file: FILE, status: 'StatusMessage.start: Started processing.' },
    { file: FILE, status: 'StatusMessage.processing: Downloading file.' },
    { file: FILE, status: 'DONE' },
  ]).flat();
  const files = { 'history.json': extractionsExport(runs, day), 'map.csv': [`${FILE},${fileIds[0]}`] };
  for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, name), lines.join('\n'));
  args = ['import', 'clowder-extractions', join(folder, 'history.json'), '--map', join(folder, 'map.csv')];
  proxy.sent.length = 0;
});
afterAll(async () => {
  await proxy.close();
  await server.stop();
  await removeDataDir(folder);
});

interface Proxy {
  readonly url: string;
  /** How many events each request that stores events had, in the order of the requests. */
  readonly sent: number[];
  /** Resolves when the n-th request from now on has come. That one stays without an answer. */
  readonly holdRequest: (n: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Forwards an import to the server. */
const startProxy = async (target: string): Promise<Proxy> => {
  const sent: number[] = [];
  let countdown = Number.POSITIVE_INFINITY;
  let held = createSignal();
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    countdown -= 1;
    if (countdown === 0) {
      held.give();
      return;
    }
    if (request.url === '/api/imports/events') sent.push(eventsIn(body));
    const headers = { 'content-type': 'application/json', 'x-api-key': server.adminKey };
    const answer = await fetch(`${target}${request.url}`, { method: 'POST', headers, body });
    response.writeHead(answer.status, { 'content-type': 'application/json' });
    response.end(await answer.text());
  };
  const proxied = createServer((request, response) => void forward(request, response));
  proxied.listen(0, '127.0.0.1');
  await once(proxied, 'listening');
  return {
    url: `http://127.0.0.1:${(proxied.address() as AddressInfo).port}`,
    sent,
    holdRequest: (n) => {
      held = createSignal();
      countdown = n;
      return held.given;
    },
    close: async () => {
      proxied.closeAllConnections();
      proxied.close();
      await once(proxied, 'close');
    },
  };
};

const eventsIn = (body: string): number => routes.importEvents.body.parse(JSON.parse(body)).events.length;

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));

/** The command as its own process, killed as soon as it has sent its n-th request. */
const importAndKill = async (n: number): Promise<void> => {
  const held = proxy.holdRequest(n);
  const options = ['--conditions=pawprint-source', '--import', 'tsx'];
  const child = spawn(process.execPath, [...options, MAIN, ...args], {
    env: { ...process.env, PAWPRINT_URL: proxy.url, PAWPRINT_KEY: server.adminKey },
    stdio: 'ignore',
  });
  const exited = once(child, 'exit');
  await held;
  child.kill('SIGKILL');
  await exited;
};

const importAgain = async (...more: string[]): Promise<string> => {
  const output = { text: '', write: (text: string) => void (output.text += text) };
  const environment = { PAWPRINT_URL: proxy.url, PAWPRINT_KEY: server.adminKey };
  const code = await runCommand([...args, ...more], { environment, stdout: output, stderr: output });
  expect(code, output.text).toBe(0);
  return output.text;
};

/** What was sent since the last time. */
const sent = (): number[] => proxy.sent.splice(0);

test('an import that is killed goes on after what the server has confirmed', async () => {
  await importAndKill(2);
  expect(sent()).toEqual([500]);

  const output = await importAgain();
  expect(output).toContain('Goes on after 500 documents');
  expect(output).toMatch(/ 1,200 read\n +1,200 stored\n +400 jobs made/);
  expect(sent()).toEqual([500, 200]);
});

test('an import that is killed while jobs are made sends nothing again', async () => {
  await importAndKill(4);
  expect(sent()).toEqual([500, 500, 200]);

  expect(await importAgain()).toMatch(/ 1,200 stored\n +400 jobs made/);
  expect(sent()).toEqual([]);
});

test('an import that has ended begins anew', async () => {
  await importAgain();
  sent();

  expect(await importAgain()).toMatch(/ 0 stored\n +1,200 stored by an earlier import\n +0 jobs made/);
  expect(sent()).toEqual([500, 500, 200]);
});

test.each([
  ['--restart', () => importAgain('--restart')],
  [
    'another map',
    async () => {
      await writeFile(join(folder, 'map.csv'), `\nother,entry`, { flag: 'a' });
      return importAgain();
    },
  ],
])('with %s everything is sent again', async (_, again) => {
  await importAndKill(2);
  sent();

  expect(await again()).toMatch(/ 700 stored\n +500 stored by an earlier import\n +400 jobs made/);
  expect(sent()).toEqual([500, 500, 200]);
});

test('the list of what has no place has each line once after an interruption', async () => {
  const history = join(folder, 'history.json');
  const lines = (await readFile(history, 'utf8')).split('\n');
  await writeFile(history, ['{"odd": 1}', ...lines, '{"odd": 2}'].join('\n'));
  args.push('--unplaced', join(folder, 'unplaced.jsonl'));
  await importAndKill(3);

  expect(await importAgain()).toMatch(/ 2 not placed/);
  const listed = (await readFile(join(folder, 'unplaced.jsonl'), 'utf8')).trim().split('\n');
  expect(listed.map((line): unknown => JSON.parse(line))).toMatchObject([{ line: 1 }, { line: 1_202 }]);
});

test('a file that is no checkpoint is not replaced', async () => {
  await writeFile(join(folder, 'history.json.checkpoint.json'), '{}');
  const output = { text: '', write: (text: string) => void (output.text += text) };
  const environment = { PAWPRINT_URL: proxy.url, PAWPRINT_KEY: server.adminKey };

  expect(await runCommand(args, { environment, stdout: output, stderr: output })).toBe(1);
  expect(output.text).toContain('is no checkpoint of an import');
});
