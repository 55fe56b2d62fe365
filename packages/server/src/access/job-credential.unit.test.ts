import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { SignJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { createJobCredentials, isJobCredential } from './job-credential.ts';

const secret = randomBytes(32).toString('base64url');
const DAY_MS = 24 * 60 * 60 * 1_000;
let now = Date.parse('2026-11-24T02:00:00Z');
const withSecret = (of: string) =>
  createJobCredentials({ secret: of, maxAgeMs: 90 * DAY_MS, now: () => now });
const credentials = withSecret(secret);
const attempt = {
  jobId: '0192f0c1-0000-7000-8000-000000000001',
  attempt: 2,
  extractor: 'ncsa.wordcount',
  extractorVersion: '1.0',
  submittedBy: 'u1',
};

describe("a job's credential", () => {
  test('says which attempt at which job it is for', async () => {
    expect(await credentials.read(await credentials.issue(attempt))).toEqual({ kind: 'job', ...attempt });
  });

  test('has no version and no person if none is known', async () => {
    const unknown = { ...attempt, extractorVersion: null, submittedBy: null };
    expect(await credentials.read(await credentials.issue(unknown))).toEqual({ kind: 'job', ...unknown });
  });

  test('is accepted until it is too old', async () => {
    const token = await credentials.issue(attempt);
    now += 90 * DAY_MS;
    expect(await credentials.read(token)).not.toBeNull();
    now += DAY_MS + 1_000;
    expect(await credentials.read(token)).toBeNull();
    expect(isJobCredential(token)).toBe(true);
  });

  test('for every attempt has no version: any version of the extractor may get the message', async () => {
    const message = { ...attempt, attempt: null };
    expect(await credentials.read(await credentials.issue(message))).toMatchObject({
      attempt: null,
      extractorVersion: null,
    });
  });

  test('of another instance is not accepted', async () => {
    const other = withSecret(randomBytes(32).toString('base64url'));
    expect(await credentials.read(await other.issue(attempt))).toBeNull();
  });

  test('with one letter changed is not accepted', async () => {
    const token = await credentials.issue(attempt);
    const [header = '', payload = '', signature = ''] = token.split('.');
    const changed = payload.startsWith('e') ? `f${payload.slice(1)}` : `e${payload.slice(1)}`;
    expect(await credentials.read([header, changed, signature].join('.'))).toBeNull();
  });

  test('without a signature is not accepted', async () => {
    const payload = Buffer.from(JSON.stringify({ aud: 'pawprint-job', ...attempt })).toString('base64url');
    const header = Buffer.from('{"alg":"none"}').toString('base64url');
    expect(await credentials.read(`${header}.${payload}.`)).toBeNull();
  });

  test('signed for another purpose is not accepted', async () => {
    const token = await new SignJWT({ job_id: 'j1', attempt: 1 })
      .setProtectedHeader({ alg: 'HS256' })
      .setAudience('something-else')
      .sign(Buffer.from(secret, 'base64url'));
    expect(await credentials.read(token)).toBeNull();
  });

  test('is not read from any other text, without an error', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.stringMatching(/^[\w-]*\.[\w-]*\.[\w-]*$/)), async (text) => {
        expect(await credentials.read(text)).toBeNull();
      }),
    );
  });
});
