import { describe, expect, test } from 'vitest';
import type { JobCaller, UserCaller } from '../model/caller.ts';
import { createHasRight, type Right, type Subject } from './rights.ts';

const ACTS: readonly Right[] = ['see', 'create', 'change', 'delete', 'submit', 'cancel', 'report', 'claim'];
const user: UserCaller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };
const job: JobCaller = {
  kind: 'job',
  jobId: 'j1',
  attempt: 1,
  extractor: 'ncsa.wordcount',
  extractorVersion: null,
  submittedBy: 'u1',
};

const hasRight = createHasRight(async (jobId) =>
  jobId === 'j1' ? { isCancelled: false, datasetId: 'd1', retryAt: null } : undefined,
);
const actsOn = async (caller: UserCaller | JobCaller, subject: Subject): Promise<Right[]> => {
  const answers = await Promise.all(ACTS.map((act) => hasRight(caller, act, subject)));
  return ACTS.filter((_, index) => answers[index]);
};

const admin: UserCaller = { ...user, role: 'admin' };

test('only an administrator operates the instance', async () => {
  expect(await hasRight(admin, 'operate', { type: 'instance' })).toBe(true);
  expect(await hasRight(user, 'operate', { type: 'instance' })).toBe(false);
  expect(await hasRight(job, 'operate', { type: 'instance' })).toBe(false);
});

describe('a user', () => {
  test.each<Subject>([
    { type: 'dataset', id: 'd1' },
    { type: 'collection', id: 'c1' },
    { type: 'job', id: 'j1' },
    { type: 'extractor', name: 'x' },
    { type: 'instance' },
  ])('may do everything to $type', async (subject) => {
    expect(await actsOn(user, subject)).toEqual(ACTS);
  });
});

describe('a job', () => {
  test('can see and change its dataset and submit jobs on it', async () => {
    expect(await actsOn(job, { type: 'dataset', id: 'd1' })).toEqual(['see', 'change', 'submit']);
  });

  test('has no right to another dataset', async () => {
    expect(await actsOn(job, { type: 'dataset', id: 'd2' })).toEqual([]);
  });

  test('has no right to a collection', async () => {
    expect(await actsOn(job, { type: 'collection', id: 'c1' })).toEqual([]);
  });

  test('has no right to any dataset once its own is deleted', async () => {
    expect(await actsOn({ ...job, jobId: 'gone' }, { type: 'dataset', id: 'd1' })).toEqual([]);
  });

  test('can see itself and report', async () => {
    expect(await actsOn(job, { type: 'job', id: 'j1' })).toEqual(['see', 'report']);
  });

  test('has no right to another job', async () => {
    expect(await actsOn(job, { type: 'job', id: 'j2' })).toEqual([]);
  });

  test('cannot claim jobs', async () => {
    expect(await actsOn(job, { type: 'extractor', name: 'ncsa.wordcount' })).toEqual([]);
  });

  test('can upload a preview before it is attached', async () => {
    expect(await actsOn(job, { type: 'instance' })).toEqual(['create']);
  });
});
