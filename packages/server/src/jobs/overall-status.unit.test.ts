import type { ExtractorCandidate } from '@pawprint/core';
import { expect, test } from 'vitest';
import { type Caller, type JobCaller, responsibleUser } from '../model/caller.ts';
import { overallStatus } from './overall-status.ts';

const ana: Caller = { kind: 'user', id: 'ana', name: 'Ana', email: 'ana@example.org', role: 'user' };
const ben: Caller = { ...ana, id: 'ben' };
const jobOfAna: JobCaller = {
  kind: 'job',
  jobId: 'j1',
  attempt: 1,
  extractor: 'pictures',
  extractorVersion: null,
  submittedBy: 'ana',
};

const anExtractor = (also: Partial<ExtractorCandidate>): ExtractorCandidate => ({
  name: 'pictures',
  enabled: true,
  owner: null,
  subscription: { file: ['image/*'], dataset: [], metadata: [] },
  ...also,
});
const triggers = (candidates: readonly ExtractorCandidate[], caller: Caller = ana) => ({
  candidates,
  context: { submittedBy: responsibleUser(caller), spaces: [] },
});
const png = { mime: 'image/png', hasJobs: false, hasOpenJobs: false };

test('an open job decides, whatever the extractors', () => {
  const file = { ...png, hasJobs: true, hasOpenJobs: true };
  expect(overallStatus(file, triggers([]))).toBe('processing');
});

test('a file is done once its last job has ended', () => {
  expect(overallStatus({ ...png, hasJobs: true }, triggers([anExtractor({})]))).toBe('done');
});

test.each([
  ['an extractor matches its type', png, anExtractor({}), ana, 'no_job'],
  ['no extractor matches its type', { ...png, mime: 'text/plain' }, anExtractor({}), ana, 'no_extractor'],
  ['the extractor is disabled', png, anExtractor({ enabled: false }), ana, 'no_extractor'],
  ['the private extractor is the caller’s own', png, anExtractor({ owner: 'ana' }), ana, 'no_job'],
  ['the private extractor is another person’s', png, anExtractor({ owner: 'ana' }), ben, 'no_extractor'],
  ['a job asks on behalf of the owner', png, anExtractor({ owner: 'ana' }), jobOfAna, 'no_job'],
] as const)('without a job: %s', (_, file, extractor, caller, status) => {
  expect(overallStatus(file, triggers([extractor], caller))).toBe(status);
});
