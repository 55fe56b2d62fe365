import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InjectOptions } from 'fastify';
import { expect, onTestFinished, test } from 'vitest';
import { buildApp } from '../app.ts';
import { downloadSdk } from './sdk.ts';

const PACKED = 'pawprint-extractor.tgz';

/** A server with this file among what is packed, asked once. */
const ask = async (packed: string | null, request: InjectOptions) => {
  const folder = await mkdtemp(join(tmpdir(), 'pawprint-sdk-'));
  if (packed !== null) await writeFile(join(folder, packed), 'packed');
  const app = await buildApp({
    handlers: { downloadSdk: downloadSdk(folder) },
    authenticate: async () => null,
  });
  onTestFinished(async () => {
    await app.close();
    await rm(folder, { recursive: true });
  });
  return app.inject(request);
};

test('the SDK is sent without a key, as the archive that it is', async () => {
  const answer = await ask(PACKED, { url: `/sdk/${PACKED}` });
  expect([answer.statusCode, answer.body]).toEqual([200, 'packed']);
  expect(answer.headers).toMatchObject({
    'content-type': 'application/gzip',
    'content-disposition': `attachment; filename=${PACKED}`,
    'cache-control': 'public, no-cache',
    'x-content-type-options': 'nosniff',
  });
});

test('who has the SDK of this version gets it not again', async () => {
  const first = await ask(PACKED, { method: 'HEAD', url: `/sdk/${PACKED}` });
  const headers = { 'if-none-match': String(first.headers.etag) };
  const again = await ask(PACKED, { url: `/sdk/${PACKED}`, headers });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});

test.each(['other.tgz', '..%2F..%2Fpackage.json', '.stamp'])(
  'nothing else of the folder is sent: %s',
  async (name) => {
    expect((await ask('other.tgz', { url: `/sdk/${name}` })).statusCode).toBe(404);
  },
);

test('a server that was not built says how to pack the SDK', async () => {
  const answer = await ask(null, { url: `/sdk/${PACKED}` });
  expect([answer.statusCode, answer.json()]).toMatchObject([
    503,
    { error: { message: expect.stringContaining('npm run build') } },
  ]);
});
