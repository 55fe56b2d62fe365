import type { FastifyInstance } from 'fastify';
import { afterEach, describe, expect, test } from 'vitest';
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

let app: FastifyInstance | undefined;
afterEach(() => app?.close());
const open = async (jobIsOpen: boolean): Promise<FastifyInstance> => {
  app = await buildApp({
    authenticate: async () => job,
    jobIsOpen: async (jobId) => jobIsOpen && jobId === 'j1',
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

describe("a job's credential", () => {
  test('can read what its job needs', async () => {
    expect((await (await open(true)).inject('/api/files/f1')).body).toBe('bytes');
  });

  test('is refused on routes that are not for jobs', async () => {
    const response = await (await open(true)).inject('/api/datasets');
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      403,
      'application/json; charset=utf-8',
    ]);
  });

  test('reads nothing once the job has ended: 410', async () => {
    const response = await (await open(false)).inject('/api/files/f1');
    expect([response.statusCode, response.json().error.code]).toEqual([410, 'job_over']);
  });

  test('of an ended job may send outputs, which are refused where stored', async () => {
    const response = await (await open(false)).inject({
      method: 'POST',
      url: '/api/files/f1/tags',
      payload: { tags: ['a'] },
    });
    expect(response.json().error.message).toBe('Noted in the log.');
  });
});
