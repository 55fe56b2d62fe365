import { expect, test } from 'vitest';
import { type FilterableJob, type JobQuery, matchesQuery } from './job-query.ts';

const job: FilterableJob = {
  id: 'job-1',
  resourceId: 'file-1',
  resourceName: 'Soil-17.csv',
  datasetId: null,
  extractor: 'ncsa.wordcount',
  extractorVersion: null,
  state: 'RUNNING',
  flags: ['stalled'],
  submittedBy: 'ana',
  trigger: 'upload',
  submittedAt: 1_000,
  finishedAt: null,
  attempts: 2,
  failure: 'failure-1',
  latest: 'Downloading file.',
  error: null,
};
const NOW = 5_000;

test.each<[pattern: string, isMet: boolean]>([
  ['ncsa.wordcount', true],
  ['ncsa', false],
  ['ncsa*', true],
  ['*wordcount', true],
  ['n*word*t', true],
  ['*', true],
  ['**', true],
  ['ncsa.wordcount*ncsa.wordcount', false],
  ['*count*count*', false],
  ['ncsa.wordcoun?', false],
])('the pattern %s is met: %s', (pattern, isMet) => {
  expect(matchesQuery(job, { key: 'extractor', values: [pattern] }, NOW)).toBe(isMet);
});

test.each<[JobQuery, boolean]>([
  [{ all: [] }, true],
  [{ any: [] }, false],
  [{ not: { key: 'state', values: ['FAILED'] } }, true],
  [{ not: { key: 'version', values: ['1.0'] } }, true],
  [{ key: 'dataset', values: ['dataset-1'] }, false],
  [{ key: 'text', values: ['nothing', 'DOWNLOADING'] }, true],
  [{ key: 'error', values: ['downloading'] }, false],
  [{ key: 'since', time: { agoMs: 4_000 } }, true],
  [{ key: 'since', time: { agoMs: 3_999 } }, false],
  [{ key: 'until', time: { at: 1_000 } }, false],
  [{ key: 'elapsed', compare: '>', ms: 3_999 }, true],
  [{ key: 'elapsed', compare: '<=', ms: 3_999 }, false],
  [{ key: 'attempts', compare: '=', count: 2 }, true],
  [{ key: 'failure', values: ['failure-1'] }, true],
  [{ key: 'failure', values: ['failure-2'] }, false],
  [{ key: 'file', values: ['file-1'] }, true],
  [{ key: 'file', values: ['soil*.CSV'] }, true],
  [{ key: 'file', values: ['soil'] }, false],
])('%j is met: %s', (query, isMet) => {
  expect(matchesQuery(job, query, NOW)).toBe(isMet);
});
