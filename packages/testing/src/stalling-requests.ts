import { request as httpRequest } from 'node:http';
import { gzipSync } from 'node:zlib';
import type { Client } from '@pawprint/protocol';
import { createDatasetWith } from './uploads.ts';

const MB = 1_024 * 1_024;
const JSON_TYPE = { 'content-type': 'application/json' };

/** What a request is answered with; 0 where the server closed its connection before all was sent. */
type Status = number;

export interface StallingRequests {
  readonly name: string;
  /** The statuses with which the server answers, once each. */
  readonly expected: readonly Status[];
  readonly send: () => Promise<Status[]>;
}

interface Target {
  readonly url: string;
  readonly client: Client;
}

/** Requests that are made to take a server's time: each of them once held it for up to minutes, or would have. */
export const createStallingRequests = async ({ url, client }: Target): Promise<StallingRequests[]> => {
  const key = { 'x-api-key': client.options.key ?? '' };
  const { datasetId, fileIds } = await createDatasetWith(client, [{ name: 'a.txt', content: 'a' }]);
  const [jobId, fileId] = ['0199a3c4-0000-7000-8000-000000000001', fileIds[0] ?? ''];
  const post = (path: string, body: string | Buffer, headers: Headers = {}): Promise<Status> =>
    sendOnce(`${url}${path}`, 'POST', { ...JSON_TYPE, ...headers }, body);
  const get = (path: string, headers: Headers = {}): Promise<Status> =>
    sendOnce(`${url}${path}`, 'GET', { ...key, ...headers });
  const metadata = `/api/datasets/${datasetId}/metadata.jsonld`;
  const reports = (message: string): string =>
    JSON.stringify({
      lease_id: 'x',
      reports: Array.from({ length: 400 }, () => ({ id: jobId, kind: 'LOG', message })),
    });
  return [
    {
      name: 'one body of 10 MB of `[`, signed in',
      expected: [0, 400],
      send: () => all(1, () => post(metadata, '['.repeat(10 * MB), key)),
    },
    {
      name: 'ten bodies of 20 MB to /api/auth/sign-in/email, nobody signed in',
      expected: [0, 413],
      send: () => all(10, () => post('/api/auth/sign-in/email', `{"email":"${'x'.repeat(20 * MB)}"}`)),
    },
    {
      name: 'ten compressed bodies that decompress to 200 MB, to the same',
      expected: [0, 413],
      send: () => all(10, () => post('/api/auth/sign-in/email', BOMB, { 'content-encoding': 'gzip' })),
    },
    {
      name: 'metadata of 950,000 empty objects, five times at once',
      expected: [200],
      send: () => all(5, () => post(metadata, contentOf('{}', 950_000), key)),
    },
    {
      name: 'metadata of 450,000 different keys, five times at once',
      expected: [200],
      send: () =>
        all(5, () => post(metadata, `{"content":{${list(450_000, (n) => `"${n.toString(36)}x":1`)}}}`, key)),
    },
    {
      name: 'metadata of 10 MB of text that is not ASCII, five times at once',
      expected: [200],
      send: () => all(5, () => post(metadata, `{"content":{"a":"${'é'.repeat(5 * MB - 20)}"}}`, key)),
    },
    {
      name: 'the list of all that metadata, three times at once',
      expected: [200],
      send: () => all(3, () => get(metadata)),
    },
    {
      name: '100 bodies with 19,000 values where few are expected',
      expected: [400],
      send: () =>
        all(100, () => post('/api/datasets/createempty', `{"name":[${list(19_000, () => '1')}]}`, key)),
    },
    {
      name: '100 bodies with 9,000 wrong tags',
      expected: [400],
      send: () =>
        all(100, () => post(`/api/files/${fileId}/tags`, `{"tags":[${list(9_000, () => '{}')}]}`, key)),
    },
    {
      name: '400 reports, each `token":` and 19,000 spaces',
      expected: [404],
      send: () =>
        all(3, () => post(`/api/jobs/${jobId}/reports`, reports(`token":${' '.repeat(19_000)};`), key)),
    },
    {
      name: 'a Range header of 14,000 tabs, twenty times',
      expected: [200],
      send: () =>
        all(20, () =>
          get(`/api/files/${fileId}`, { range: `bytes=${'\t'.repeat(7_000)}-${'\t'.repeat(7_000)}-` }),
        ),
    },
    {
      name: '200 wrong passwords at once',
      expected: [401, 429],
      send: () =>
        all(200, () =>
          post('/api/auth/sign-in/email', '{"email":"admin@example.org","password":"wrong one"}'),
        ),
    },
  ];
};

type Headers = Readonly<Record<string, string>>;

const BOMB = gzipSync(Buffer.alloc(200 * MB, ' '), { level: 9 });

const list = (count: number, itemAt: (n: number) => string): string =>
  Array.from({ length: count }, (_, n) => itemAt(n)).join(',');

const contentOf = (unit: string, count: number): string => `{"content":[${list(count, () => unit)}]}`;

const all = (count: number, send: () => Promise<Status>): Promise<Status[]> =>
  Promise.all(Array.from({ length: count }, send));

const sendOnce = (url: string, method: string, headers: Headers, body?: string | Buffer): Promise<Status> =>
  new Promise((resolve) => {
    const request = httpRequest(url, { method, headers, agent: false }, (response) => {
      response.resume();
      response.on('close', () => resolve(response.statusCode ?? 0));
    });
    request.on('error', () => resolve(0));
    request.end(body);
  });
