import { once } from 'node:events';
import { get } from 'node:http';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { POLICIES } from '../security-headers.ts';
import { createDatasetsBench, type DatasetsBench } from './datasets.builder.ts';

const CONTENT = '0123456789';

let bench: DatasetsBench;
let datasetId: string;
let id: string;
beforeAll(async () => {
  bench = await createDatasetsBench();
  datasetId = await bench.createDataset();
  id = await bench.upload(datasetId, CONTENT, 'digits é.txt');
});
afterAll(() => bench.close());
afterEach(() => bench.restore());

const download = (headers: Record<string, string> = {}, of = `/api/files/${id}`, method = 'GET') =>
  fetch(bench.baseUrl + of, { method, headers: { ...bench.asAna, ...headers } });
const headersOf = (response: Response, ...names: string[]) => names.map((name) => response.headers.get(name));

describe('the whole of a file', () => {
  test.each([`/api/files/`, `/api/files/:id/blob`])('comes from %s', async (path) => {
    const response = await download({}, path.includes(':id') ? path.replace(':id', id) : path + id);
    expect(response.status).toBe(200);
    expect(await response.text()).toBe(CONTENT);
    expect(
      headersOf(response, 'content-type', 'content-length', 'accept-ranges', 'content-disposition'),
    ).toEqual([
      'text/plain',
      '10',
      'bytes',
      `attachment; filename="digits _.txt"; filename*=UTF-8''digits%20%C3%A9.txt`,
    ]);
  });

  test('is sent with headers that keep it from acting as a page', async () => {
    const response = await download();
    expect(headersOf(response, 'content-security-policy', 'x-content-type-options')).toEqual([
      POLICIES.content,
      'nosniff',
    ]);
  });

  test('is shown inline on request if its type is harmless', async () => {
    expect(
      headersOf(await download({}, `/api/files/${id}?disposition=inline`), 'content-disposition')[0],
    ).toMatch(/^inline;/);
    const page = await bench.upload(datasetId, '<script>alert(1)</script>', 'page.html');
    expect(
      headersOf(await download({}, `/api/files/${page}?disposition=inline`), 'content-disposition')[0],
    ).toMatch(/^attachment;/);
  });

  test('is described by HEAD without being sent', async () => {
    bench.breakBlobs({ open: () => Promise.reject(new Error('opened for nothing')) });
    const response = await download({}, undefined, 'HEAD');
    expect([response.status, await response.text()]).toEqual([200, '']);
    expect(headersOf(response, 'content-length', 'content-type')).toEqual(['10', 'text/plain']);
  });

  test('is not sent again if the client has this version', async () => {
    const etag = (await download()).headers.get('etag') ?? '';
    expect(etag).toMatch(/^"[0-9a-f]{64}"$/);
    const response = await download({ 'if-none-match': `"other", W/${etag}` });
    expect([response.status, await response.text()]).toEqual([304, '']);
  });

  test('is not found under an unknown id', async () => {
    for (const unknown of ['018f0000-0000-7000-8000-000000000000', 'x']) {
      const response = await download({}, `/api/files/${unknown}`);
      expect([response.status, (await response.json()).error.code]).toEqual([404, 'file_not_found']);
    }
  });
});

describe('a part of a file', () => {
  test.each([
    ['bytes=2-4', '234', 'bytes 2-4/10'],
    ['bytes=7-', '789', 'bytes 7-9/10'],
    ['bytes=-1', '9', 'bytes 9-9/10'],
    ['bytes=0-999', CONTENT, 'bytes 0-9/10'],
  ])('%s is %s', async (range, part, contentRange) => {
    const response = await download({ range });
    expect([response.status, await response.text()]).toEqual([206, part]);
    expect(headersOf(response, 'content-range', 'content-length')).toEqual([
      contentRange,
      String(part.length),
    ]);
  });

  test('outside of the file is refused with the size', async () => {
    const response = await download({ range: 'bytes=10-' });
    expect([response.status, (await response.json()).error.code]).toEqual([416, 'range_not_satisfiable']);
    expect(headersOf(response, 'content-range')).toEqual(['bytes */10']);
  });

  test.each(['bytes=0-1,4-5', 'lines=1-2', 'bytes=4-2'])(
    'requested by %s is the whole file',
    async (range) => {
      const response = await download({ range });
      expect([response.status, await response.text()]).toEqual([200, CONTENT]);
    },
  );

  test('is sent with If-Range only if the file is unchanged', async () => {
    const [etag, date] = headersOf(await download(), 'etag', 'last-modified');
    const range = 'bytes=0-0';
    for (const condition of [etag ?? '', date ?? '']) {
      expect((await download({ range, 'if-range': condition })).status).toBe(206);
    }
    for (const condition of ['"other"', 'Thu, 01 Jan 1970 00:00:00 GMT', `W/${etag}`]) {
      expect((await download({ range, 'if-range': condition })).status).toBe(200);
    }
  });
});

test('the file is closed when the client disconnects', async () => {
  const big = await bench.upload(datasetId, new Uint8Array(30_000_000), 'big.bin');
  const opened: Readable[] = [];
  bench.breakBlobs({
    open: async (...blob) => {
      opened.push(await bench.disk.open(...blob));
      return opened[0] as Readable;
    },
  });
  const call = get(`${bench.baseUrl}/api/files/${big}`, { headers: bench.asAna });
  const [response] = await once(call, 'response');
  await once(response, 'readable');
  const [stream] = opened as [Readable];
  const closed = once(stream, 'close');
  response.destroy();
  await closed;
  expect(stream.readableEnded).toBe(false);
});

test('only whole downloads by people are counted', async () => {
  const counted = await bench.upload(datasetId, CONTENT);
  const { client } = await bench.startJob(datasetId);
  const of = `/api/files/${counted}`;
  await download({}, of);
  await download({}, `${of}/blob`);
  await download({ range: 'bytes=0-' }, of);
  await download({ range: 'bytes=5-' }, of);
  await download({}, of, 'HEAD');
  await download({}, `${of}?tracking=false`);
  await client.fetch('downloadFile', { params: { id: counted } });
  expect(await bench.client.call('showFile', { params: { id: counted } })).toMatchObject({ downloads: '3' });
});

test('an extractor that does not ask for JSON gets chunks, which break off where reading fails', async () => {
  const { client } = await bench.startJob(datasetId);
  const headers = { accept: '*/*' };
  const response = await client.fetch('downloadFile', { params: { id }, headers });
  expect(headersOf(response, 'content-length', 'transfer-encoding')).toEqual([null, 'chunked']);
  expect(await response.text()).toBe(CONTENT);
  bench.breakBlobs({ open: async () => Readable.from(brokenBytes()) });
  const broken = await client.fetch('downloadFile', { params: { id }, headers });
  await expect(broken.text()).rejects.toThrow('terminated');
});

function* brokenBytes(): Generator<string> {
  yield CONTENT.slice(0, 5);
  throw new Error('the disk is broken');
}
