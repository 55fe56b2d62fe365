import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { buildApp } from './app.ts';
import { ok } from './handler.ts';

let folder: string;
let root: string;
let app: FastifyInstance | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pawprint-web-'));
  root = join(folder, 'dist');
  await mkdir(root);
});
afterEach(async () => {
  await app?.close();
  await rm(folder, { recursive: true });
});

const build = async (): Promise<void> => {
  await mkdir(join(root, 'assets'));
  await writeFile(join(root, 'index.html'), '<title>Pawprint</title>');
  await writeFile(join(root, 'assets', 'app-3f2a.js'), `// ${'x'.repeat(5_000)}`);
};
const ask = async (request: InjectOptions) => {
  app = await buildApp({
    handlers: { showHealth: async () => ok({ status: 'ok' }) },
    authenticate: async () => null,
    webRoot: root,
  });
  return app.inject(request);
};
const page = (url: string): InjectOptions => ({ url, headers: { accept: 'text/html,*/*' } });

describe('the web app', () => {
  beforeEach(build);

  test.each(['/', '/datasets/d1', '/files/f1?tab=extractions', '/apidocs'])(
    'is the page at %s',
    async (url) => {
      const response = await ask(page(url));
      expect([response.statusCode, response.body]).toEqual([200, '<title>Pawprint</title>']);
      expect(response.headers['cache-control']).toBe('no-cache');
    },
  );

  test('compresses assets and lets browsers cache them', async () => {
    const response = await ask({ url: '/assets/app-3f2a.js', headers: { 'accept-encoding': 'gzip, br' } });
    expect(response.headers).toMatchObject({
      'cache-control': 'public, max-age=31536000, immutable',
      'content-encoding': 'br',
    });
  });

  test('is not served for a missing asset', async () => {
    expect((await ask({ url: '/assets/old-1111.js' })).statusCode).toBe(404);
  });

  test.each([
    ['/files/f1', '/api/files/f1/metadata'],
    ['/files/f1?key=abc', '/api/files/f1/metadata?key=abc'],
    ['/files/f1/blob', '/api/files/f1/blob'],
    ['/datasets/d1?space=s1', '/api/datasets/d1?space=s1'],
    ['/datasets/..%2F..%2F%5Cevil.example', '/api/datasets/..%2F..%2F%5Cevil.example'],
  ])('sends who asks for no page from %s to %s', async (url, to) => {
    const response = await ask({ url, headers: { accept: '*/*' } });
    expect([response.statusCode, response.headers.location, response.headers.vary]).toEqual([
      302,
      to,
      'accept',
    ]);
  });

  test('sends browsers from a link to bytes to the bytes', async () => {
    const response = await ask(page('/files/f1/blob'));
    expect([response.statusCode, response.headers.location]).toEqual([302, '/api/files/f1/blob']);
  });

  test.each(['/api', '/api/nowhere'])('is not served for %s', async (url) => {
    const response = await ask(page(url));
    expect([response.statusCode, response.json().error.code]).toEqual([404, 'not_found']);
  });

  test('answers a wrong method with 405', async () => {
    expect((await ask({ ...page('/api/health'), method: 'DELETE' })).statusCode).toBe(405);
  });

  test.each(['/../secret', '/%2e%2e/secret', '/assets/..%2f..%2fsecret'])(
    'serves nothing outside its folder: %s',
    async (url) => {
      await writeFile(join(folder, 'secret'), 'hunter2');
      expect((await ask({ url })).body).not.toContain('hunter2');
    },
  );

  test('loads nothing from other sites and cannot be framed', async () => {
    const { headers } = await ask(page('/'));
    expect(headers).toMatchObject({
      'content-security-policy':
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; script-src 'self'; " +
        "style-src 'self'; connect-src 'self'; img-src 'self' blob:; media-src 'self'; " +
        "require-trusted-types-for 'script'; trusted-types 'none'",
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    expect(headers['permissions-policy']).toContain('camera=()');
    expect(headers).not.toHaveProperty('strict-transport-security');
  });
});

test('an answer of the API loads nothing, should a browser take it for a page', async () => {
  expect((await ask({ url: '/api/health' })).headers).toMatchObject({
    'content-security-policy':
      "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    'x-content-type-options': 'nosniff',
  });
});

test('without built pages a browser gets a sentence and the API works', async () => {
  const response = await ask(page('/'));
  expect([response.statusCode, response.headers['content-type']]).toEqual([503, 'text/plain; charset=utf-8']);
  expect(response.body).toContain('npm run build');
  expect((await app?.inject('/api/health'))?.statusCode).toBe(200);
});
