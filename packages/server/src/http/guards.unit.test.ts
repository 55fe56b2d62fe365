import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
import type { FindJobScope } from '../access/job-scope.ts';
import type { JobCaller } from '../model/caller.ts';
import { refuse } from '../model/refusal.ts';
import { buildApp } from './app.ts';
import { ANSWERED, ok } from './handler.ts';

const job: JobCaller = {
  kind: 'job',
  jobId: 'j1',
  attempt: 1,
  extractor: 'ncsa.wordcount',
  extractorVersion: null,
  submittedBy: null,
};
const OPEN = { isCancelled: false, datasetId: 'd1', retryAt: null };
const JSON_WANTED = { accept: 'application/json' };

let app: FastifyInstance | undefined;
afterEach(() => app?.close());
const open = async (findJobScope: FindJobScope, now?: () => number): Promise<FastifyInstance> => {
  app = await buildApp({
    authenticate: async () => job,
    findJobScope,
    ...(now && { now }),
    handlers: {
      downloadFile: async ({ reply }) => {
        void reply.send('bytes');
        return ANSWERED;
      },
      addFileTags: async () => refuse('job_over', 'Noted in the log.'),
      listDatasets: async () => ok([]),
    },
  });
  return app;
};
const openWith = (scope: Awaited<ReturnType<FindJobScope>>) =>
  open(async (jobId) => (jobId === 'j1' ? scope : undefined));

describe("a job's credential", () => {
  test('can read what its job needs', async () => {
    expect((await (await openWith(OPEN)).inject('/api/files/f1')).body).toBe('bytes');
  });

  test('is refused on routes that are not for jobs', async () => {
    const response = await (await openWith(OPEN)).inject('/api/datasets');
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      403,
      'application/json; charset=utf-8',
    ]);
  });

  test.each([
    ['cancelled', { ...OPEN, isCancelled: true }],
    ['no longer there', undefined],
  ])('is refused with 410 where the job is %s', async (_, scope) => {
    const response = await (await openWith(scope)).inject({ url: '/api/files/f1', headers: JSON_WANTED });
    expect([response.statusCode, response.json().error.code]).toEqual([410, 'job_over']);
  });

  test('is answered once the database is back', async () => {
    let asked = 0;
    const away = Object.assign(new Error('no connection'), { code: 'ECONNREFUSED' });
    const app = await open(async () => {
      asked += 1;
      if (asked < 3) throw away;
      return OPEN;
    });
    expect((await app.inject('/api/files/f1')).body).toBe('bytes');
    expect(asked).toBe(3);
  });

  test('is refused at once for any other error', async () => {
    const app = await open(() => Promise.reject(new Error('a bug')));
    expect((await app.inject({ url: '/api/files/f1', headers: JSON_WANTED })).statusCode).toBe(500);
  });

  test('is answered after the pause that follows a quick failure', async () => {
    const app = await open(
      async () => ({ ...OPEN, retryAt: 1_001 }),
      () => 1_000,
    );
    expect((await app.inject('/api/files/f1')).body).toBe('bytes');
  });

  test('of a cancelled job may send outputs, which are refused where stored', async () => {
    const response = await (await openWith(undefined)).inject({
      method: 'POST',
      url: '/api/files/f1/tags',
      payload: { tags: ['a'] },
    });
    expect(response.json().error.message).toBe('Noted in the log.');
  });
});
