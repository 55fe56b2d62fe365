import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Route, routes } from '@pawprint/protocol';
import { createDatasetWith, startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { unzip } from '../datasets/archive/unzip.builder.ts';

const SECRET = 'hunter2 is in no file of the server';

let folder: string;
let server: TestServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawprint-traversal-'));
  await mkdir(join(folder, 'data'));
  await writeFile(join(folder, 'secret'), SECRET);
  server = await startTestServer({ PAWPRINT_DATA_DIR: join(folder, 'data') });
});
afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

/** Ways to write a path out of a folder, as they stand in an address. */
const WAYS_OUT = [
  '..%2f..%2fsecret',
  '%2e%2e%2f%2e%2e%2fsecret',
  '..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd',
  '%2fetc%2fpasswd',
  '..%252f..%252fsecret',
  '..%5c..%5csecret',
  '%c0%ae%c0%ae%2f%c0%ae%c0%aesecret',
  'x%00..%2fsecret',
  '%00',
  'C:%5cWindows%5cwin.ini',
  '%5c%5cserver%5cshare',
  'CON',
  'file%3a%2f%2f%2fetc%2fpasswd',
];

/** Sends the path as it is: fetch would resolve its dots. */
const send = (method: string, path: string): Promise<{ status: number; body: string }> =>
  new Promise((resolve, reject) => {
    const headers = { 'x-api-key': server.adminKey, accept: 'application/json' };
    const sent = request(server.url, { method, path, headers, timeout: 20_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
    });
    sent.on('error', reject).end();
  });

const withParameters = Object.values(routes).filter(
  ({ path, answerKind }: Route) => path.includes(':') && answerKind !== 'stream',
);

test.each(WAYS_OUT)('no route takes %s for the name of a file', async (out) => {
  for (const { method, path } of withParameters) {
    const { status, body } = await send(method, path.replaceAll(/:[a-z_]+/g, out));
    const what = `${method} ${path}`;
    expect(status, what).toBeLessThan(500);
    expect(body, what).not.toContain(SECRET);
    expect(body, what).not.toContain('root:');
  }
  expect(await readdir(folder)).toEqual(['data', 'secret']);
});

test.each([
  '/../secret',
  '/../../../../../../etc/passwd',
  '//etc/passwd',
  '/api/../../secret',
  '/api/files/../../../secret',
  '/api/docs/static/..%2f..%2f..%2fpackage.json',
  '/api/docs/static/../../package.json',
  '/assets/..%5c..%5csecret',
])('no file is at %s', async (path) => {
  const { status, body } = await send('GET', path);
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
  expect(body).not.toMatch(/hunter2|root:|"dependencies"/);
});

test('names of uploaded files stay names, in lists, on disk and in zip files', async () => {
  const files = NAMES.map((name) => ({ name, content: name }));
  const { datasetId } = await createDatasetWith(server.client, files, '../../evil');
  const listed = await server.client.call('listDatasetFiles', { params: { id: datasetId }, query: {} });
  expect(listed).toHaveLength(NAMES.length);
  for (const { filename } of listed ?? []) expect(filename).toBe(basename(filename));
  expect(await readdir(folder)).toEqual(['data', 'secret']);

  const zip = await server.client.fetch('downloadDataset', { params: { id: datasetId }, query: {} });
  const entries = unzip(Buffer.from(await zip.arrayBuffer()));
  expect(entries).toHaveLength(NAMES.length);
  for (const { name } of entries) {
    expect(name).not.toMatch(/\\|^\/|^[a-z]:|\0/i);
    expect(name.split('/')).not.toContain('..');
  }
});

const NAMES = [
  '../../../evil.txt',
  '..\\..\\evil.txt',
  '/etc/cron.d/evil',
  'C:\\Windows\\evil.txt',
  'c:evil.txt',
  '\\\\server\\share\\evil',
  '..',
  '.',
  'evil\0.txt',
  '..%2f..%2fevil.txt',
];

test('an address instead of a file is refused, and nothing is fetched from it', async () => {
  const fetched: string[] = [];
  const site = createServer(({ url = '' }, response) => {
    fetched.push(url);
    response.end('private');
  }).listen(0, '127.0.0.1');
  await once(site, 'listening');
  const fileurl = `http://127.0.0.1:${(site.address() as AddressInfo).port}/private`;
  const { datasetId } = await createDatasetWith(server.client, [{ name: 'a.txt', content: 'a' }]);
  const field = new FormData();
  field.append('fileurl', fileurl);
  const json = JSON.stringify({ fileurl });

  expect([
    await post(`/api/uploadToDataset/${datasetId}`, json),
    await post(`/api/uploadToDataset/${datasetId}`, field),
    await post(`/api/datasets/${datasetId}/urls`, json),
    await post('/api/extractions/upload_url', json),
  ]).toEqual([415, 400, 501, 501]);
  expect(fetched).toEqual([]);
  site.close();
});

const post = async (path: string, body: string | FormData): Promise<number> => {
  const type = typeof body === 'string' ? { 'content-type': 'application/json' } : {};
  const headers = { 'x-api-key': server.adminKey, ...type };
  return (await fetch(server.url + path, { method: 'POST', headers, body })).status;
};
