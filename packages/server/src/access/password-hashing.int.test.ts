import { readFile } from 'node:fs/promises';
import { createTestDatabase, type TestDatabase } from '@pawprint/testing';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { accessHandlers } from '../http/accounts/accounts.ts';
import { buildApp } from '../http/app.ts';
import { ok } from '../http/handler.ts';
import { createAccess } from './create-access.ts';

let database: TestDatabase;
let app: FastifyInstance;

beforeAll(async () => {
  database = await createTestDatabase();
  const access = await createAccess({
    db: database.db,
    address: { publicUrl: 'http://localhost:9000' },
    now: Date.now,
    jobCredentialMs: 1_000,
    allowPublic: false,
  });
  app = await buildApp({
    handlers: {
      ...accessHandlers({ ...access.accounts, callAuth: access.callAuth }),
      showHealth: async () => ok({ status: 'ok' }),
    },
    authenticate: access.authenticate,
    callAuth: access.callAuth,
  });
});
afterAll(async () => {
  await app.close();
  await database.drop();
});

const basic = (n: number): string => `Basic ${Buffer.from(`p${n}@example.org:x`).toString('base64')}`;

/** A wrong password of an account that nobody else tries, from an address that nobody else has. */
const tryPassword = (n: number) => {
  const remoteAddress = `10.1.${Math.floor(n / 250)}.${n % 250}`;
  if (n % 2 === 0) return app.inject({ url: '/api/me', headers: { authorization: basic(n) }, remoteAddress });
  const payload = { email: `p${n}@example.org`, password: 'x' };
  return app.inject({ method: 'POST', url: '/api/auth/sign-in/email', payload, remoteAddress });
};

test('health and files answer while hundreds of passwords come', async () => {
  let isFlooding = true;
  const flood = Promise.all(Array.from({ length: 300 }, (_, n) => tryPassword(n))).finally(() => {
    isFlooding = false;
  });
  let answersMeanwhile = 0;
  let longestMs = 0;
  while (isFlooding) {
    const start = performance.now();
    const [health] = await Promise.all([app.inject('/api/health'), readFile(import.meta.filename)]);
    longestMs = Math.max(longestMs, performance.now() - start);
    expect(health.statusCode).toBe(200);
    if (isFlooding) answersMeanwhile += 1;
  }
  console.log(
    `${answersMeanwhile} answers of health and of a file meanwhile, the longest after ${longestMs} ms`,
  );
  expect(answersMeanwhile).toBeGreaterThan(0);
  const responses = await flood;
  const busy = responses.filter(({ statusCode }) => statusCode === 503);
  expect(new Set(responses.map(({ statusCode }) => statusCode))).toEqual(new Set([401, 503]));
  expect(busy.every(({ headers }) => Number(headers['retry-after']) > 0)).toBe(true);
  expect(busy.length).toBeGreaterThanOrEqual(300 - 102);
});
