import { once } from 'node:events';
import { createServer, type IncomingMessage, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createDatasetWith,
  createS3Bucket,
  S3_OWNER,
  sharedS3Endpoint,
  startTestServer,
  type TestServer,
} from '@pawprint/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { unzip } from '../../datasets/archive/unzip.builder.ts';
import { addAccount, signIn } from '../accounts/accounts.builder.ts';

/** What arrived at the store by the address that clients are sent to. */
let arrived: IncomingMessage[] = [];
let server: TestServer;
let closeFront: () => void;
let fileId: string;
let previewId: string;
let datasetId: string;

/** The store's address for clients: it passes everything on to the store. */
const startFront = async (endpoint: string): Promise<string> => {
  const front = createServer((near, answer) => {
    arrived.push(near);
    const { port, hostname } = new URL(endpoint);
    const far = request({ port, hostname, method: near.method, path: near.url, headers: near.headers });
    far.on('response', (response) => {
      answer.writeHead(response.statusCode ?? 0, response.headers);
      response.pipe(answer);
    });
    near.pipe(far);
  });
  await new Promise<void>((resolve) => front.listen(0, '127.0.0.1', resolve));
  closeFront = () => front.close();
  // Another host name than the server's.
  return `http://localhost:${(front.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  const endpoint = await sharedS3Endpoint();
  vi.stubEnv('AWS_ACCESS_KEY_ID', S3_OWNER.accessKeyId);
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', S3_OWNER.secretAccessKey);
  server = await startTestServer({
    PAWPRINT_BLOBS: `s3://${await createS3Bucket(endpoint)}/files?endpoint=${endpoint}`,
    PAWPRINT_BLOBS_PRESIGN: await startFront(endpoint),
  });
  const { client } = server;
  const made = await createDatasetWith(client, [
    { name: 'dé "jà".html', content: '0123456789', type: 'text/html' },
  ]);
  datasetId = made.datasetId;
  fileId = made.fileIds[0] ?? '';
  const form = new FormData();
  form.append('File', new Blob(['a small picture'], { type: 'image/png' }), 'preview.png');
  previewId = (await (await client.fetch('uploadPreview', {}, { body: form })).json()).id;
  await client.call('attachPreview', { params: { id: fileId, preview_id: previewId }, body: {} });
});
afterAll(async () => {
  vi.unstubAllEnvs();
  await server.stop();
  closeFront();
});
beforeEach(() => {
  arrived = [];
});

const bearer = () => ({ authorization: `Bearer ${server.adminKey}` });
const get = (path: string, headers: Readonly<Record<string, string>> = bearer(), init: RequestInit = {}) =>
  fetch(server.url + path, { redirect: 'manual', headers, ...init });
/** The status, and the host of the address to go on at. */
const wayOf = ({ status, headers }: Response): readonly unknown[] => {
  const location = headers.get('location');
  return [status, location === null ? null : new URL(location).hostname];
};
const REDIRECTED = [302, 'localhost'];
const STREAMED = [200, null];

describe('a download', () => {
  test.for(['', '/blob'])(
    'by /api/files/:id%s is redirected to the store, with the headers of the server',
    async (end) => {
      const redirect = await get(`/api/files/${fileId}${end}`);
      expect(wayOf(redirect)).toEqual(REDIRECTED);
      expect(redirect.headers.get('cache-control')).toBe('no-store');
      const linked = await fetch(redirect.headers.get('location') ?? '');
      const streamed = await get(`/api/files/${fileId}${end}`, { 'x-api-key': server.adminKey });
      expect([await linked.text(), await streamed.text()]).toEqual(['0123456789', '0123456789']);
      const same = ['content-disposition', 'content-type', 'content-length', 'cache-control'];
      for (const name of same)
        expect([name, linked.headers.get(name)]).toEqual([name, streamed.headers.get(name)]);
      expect(linked.headers.get('content-disposition')).toMatch(/^attachment; /);
    },
  );

  test('of a preview is redirected', async () => {
    const redirect = await get(`/api/previews/${previewId}`);
    expect(wayOf(redirect)).toEqual(REDIRECTED);
    expect(await (await fetch(redirect.headers.get('location') ?? '')).text()).toBe('a small picture');
  });

  test('takes a range along', async () => {
    const part = await get(
      `/api/files/${fileId}`,
      { ...bearer(), range: 'bytes=2-4' },
      { redirect: 'follow' },
    );
    expect([part.status, await part.text()]).toEqual([206, '234']);
    expect(arrived).toHaveLength(1);
    const outside = await get(`/api/files/${fileId}`, { ...bearer(), range: 'bytes=99-' });
    expect(wayOf(outside)).toEqual([416, null]);
  });

  test.for([
    ['a key in X-API-Key', () => ({ 'x-api-key': server.adminKey })],
    ['a condition', () => ({ ...bearer(), 'if-range': '"another version"', range: 'bytes=2-4' })],
    ['a condition on its version', () => ({ ...bearer(), 'if-none-match': '"another version"' })],
    ['a range that counts for nothing here', () => ({ ...bearer(), range: 'bytes=0-1,4-5' })],
    ["a page's script", () => ({ ...bearer(), 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors' })],
  ] as const)('with %s passes through the server', async ([, headers]) => {
    const streamed = await get(`/api/files/${fileId}`, headers());
    expect([wayOf(streamed), await streamed.text()]).toEqual([STREAMED, '0123456789']);
  });

  test('that a browser saves is redirected', async () => {
    // `fetch` would say of itself that it is a script.
    const headers = { ...bearer(), 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'navigate' };
    const asked = request(`${server.url}/api/files/${fileId}`, { headers }).end();
    const [answer] = (await once(asked, 'response')) as [IncomingMessage];
    answer.resume();
    expect([answer.statusCode, new URL(answer.headers.location ?? '').hostname]).toEqual(REDIRECTED);
  });

  test('to be shown, its headers alone, and what the client has already come from the server', async () => {
    const shown = await get(`/api/previews/${previewId}?disposition=inline`);
    expect(wayOf(shown)).toEqual(STREAMED);
    expect(shown.headers.get('content-security-policy')).toContain('sandbox');
    const head = await get(`/api/files/${fileId}`, bearer(), { method: 'HEAD' });
    expect([wayOf(head), head.headers.get('content-length')]).toEqual([STREAMED, '10']);
    const etag = head.headers.get('etag') ?? '';
    expect(wayOf(await get(`/api/files/${fileId}`, { ...bearer(), 'if-none-match': etag }))).toEqual([
      304,
      null,
    ]);
  });

  test('of a dataset as a zip archive comes from the server', async () => {
    const zip = await get(`/api/datasets/${datasetId}/download`);
    expect(wayOf(zip)).toEqual(STREAMED);
    expect(unzip(Buffer.from(await zip.arrayBuffer())).map(({ bytes }) => String(bytes))).toEqual([
      '0123456789',
    ]);
  });
});

describe('the store', () => {
  test('never sees what the caller signs in with', async () => {
    await addAccount(server, 'ada', 'admin');
    const key = 'key-of-ada';
    const basic = Buffer.from(`:${key}`).toString('base64');
    const follow = { redirect: 'follow' } as const;
    const path = `/api/files/${fileId}`;
    const cookie = (await signIn(server, 'ada')) ?? '';
    await get(path, { authorization: `Bearer ${key}` }, follow);
    await get(path, { authorization: `Basic ${basic}` }, follow);
    await get(`${path}?key=${key}`, {}, follow);
    await get(path, { cookie }, follow);
    expect(arrived).toHaveLength(4);
    await get(path, { 'x-api-key': key }, follow);
    await get(`${path}?key=${key}`, { 'x-api-key': key }, follow);
    expect(arrived).toHaveLength(4);
    for (const { headers, url } of arrived) {
      const [headersText, urlText] = [JSON.stringify(headers), decodeURIComponent(url ?? '')];
      for (const secret of [key, basic, cookie.split('=')[1] ?? cookie])
        expect(headersText + urlText).not.toContain(secret);
      expect(headers).not.toHaveProperty('authorization');
      expect(headers).not.toHaveProperty('cookie');
      expect(headers).not.toHaveProperty('referer');
    }
  });

  test('is named only to who may see the file', async () => {
    await addAccount(server, 'ben');
    const asBen = { authorization: 'Bearer key-of-ben' };
    for (const path of [`/api/files/${fileId}`, `/api/files/${fileId}/blob`, `/api/previews/${previewId}`]) {
      const ways = [
        await get(path, asBen),
        await get(path, {}),
        await get(path, { authorization: 'Bearer guessed' }),
      ];
      expect([path, ways.map(wayOf)]).toEqual([
        path,
        [
          [404, null],
          [401, null],
          [401, null],
        ],
      ]);
    }
    const missing = await get(`/api/files/${previewId}`);
    expect(wayOf(missing)).toEqual([404, null]);
    expect(arrived).toEqual([]);
  });
});
