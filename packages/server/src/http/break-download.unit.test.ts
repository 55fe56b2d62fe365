import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createJobCredentials } from '../access/job-credential.ts';
import type { Caller } from '../model/caller.ts';
import { refuse } from '../model/refusal.ts';
import { buildApp } from './app.ts';

const JOB: Caller = {
  kind: 'job',
  jobId: 'j1',
  attempt: null,
  extractor: 'ncsa.file.digest',
  extractorVersion: null,
  submittedBy: null,
};
const PERSON: Caller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };

let app: FastifyInstance;
let port: number;
beforeAll(async () => {
  app = await buildApp({
    authenticate: async ({ query }) => {
      const { key } = query as { key?: string };
      return key === 'job' ? JOB : key === 'person' ? PERSON : null;
    },
    handlers: {
      downloadFile: async ({ params }) => {
        if (params.id === 'broken') throw new Error('the disk is broken');
        return refuse('file_not_found', 'There is no such file.');
      },
      showFile: async () => refuse('file_not_found', 'There is no such file.'),
    },
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  port = (app.server.address() as AddressInfo).port;
});
afterAll(() => app.close());

const download = async (path: string, headers: Record<string, string> = { accept: '*/*' }) => {
  const request = get({ port, path, headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  return { status: response.statusCode, headers: response.headers, body: text(response) };
};

test.each([
  ['/api/files/f1?key=job', 404, 'file_not_found'],
  ['/api/files/broken?key=job', 500, 'internal'],
])('%s breaks off after the status, with the reason in a header', async (path, status, code) => {
  const response = await download(path);
  await expect(response.body).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect([response.status, response.headers['pawprint-error']]).toEqual([status, code]);
});

test('a job whose credential is refused gets nothing that it could read', async () => {
  const options = { secret: Buffer.alloc(32).toString('base64url'), maxAgeMs: 1_000, now: Date.now };
  const key = await createJobCredentials(options).issue(JOB);
  const response = await download(`/api/files/f1?key=${key}`);
  await expect(response.body).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(response.status).toBe(401);
});

test.each([
  ['a job that asks for JSON', '/api/files/f1?key=job', { accept: '*/*, application/json' }],
  ['a person', '/api/files/f1?key=person', { accept: '*/*' }],
  ['a job on a route of JSON', '/api/files/f1/metadata?key=job', { accept: '*/*' }],
])('%s gets the error as JSON', async (_, path, headers) => {
  const response = await download(path, headers);
  expect(JSON.parse(await response.body)).toMatchObject({ error: { code: 'file_not_found' } });
  expect(response.status).toBe(404);
});

test('a client of HTTP/1.0 gets a whole body that no gzip can read', async () => {
  const socket = connect(port, '127.0.0.1');
  socket.end('GET /api/files/f1?key=job HTTP/1.0\r\n\r\n');
  const [head = '', body = ''] = (await text(socket)).split('\r\n\r\n');
  expect(head).toMatch(/404 Not Found/);
  expect(head).toMatch(/content-encoding: gzip/i);
  expect(() => gunzipSync(body)).toThrow('incorrect header check');
});
