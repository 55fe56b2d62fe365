import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { JOB_FLAGS, JOB_STATES, TRIGGERS } from './job.ts';
import { type JobFilter, matchesFilter } from './job-filter.ts';
import type { FilterableJob } from './job-query.ts';

const subject: FilterableJob = {
  id: 'job-1',
  resourceId: 'file-1',
  resourceName: 'Soil-17.csv',
  datasetId: 'dataset-1',
  extractor: 'ncsa.wordcount',
  extractorVersion: '2.0',
  state: 'RUNNING',
  flags: ['stalled'],
  submittedBy: 'ana',
  trigger: 'upload',
  submittedAt: 1_000,
  finishedAt: null,
  attempts: 2,
  failure: null,
  latest: 'Downloading file.',
  error: '(#1) No space left',
};

const NOW = 5_000;
const shows = (filter: JobFilter, also: Partial<FilterableJob> = {}) =>
  matchesFilter({ ...subject, ...also }, filter, NOW);

const MATCHING: readonly JobFilter[] = [
  {},
  { resourceId: 'file-1' },
  { datasetId: 'dataset-1' },
  { extractor: 'ncsa.wordcount' },
  { version: '2.0' },
  { states: [] },
  { states: ['QUEUED', 'RUNNING'] },
  { flag: 'stalled' },
  { submittedBy: 'ana' },
  { trigger: 'upload' },
  { since: 1_000 },
  { until: 1_001 },
  { minElapsedMs: 4_000 },
  { q: 'downloading' },
  { q: 'SPACE LEFT' },
  { q: '' },
];

const FOREIGN: readonly JobFilter[] = [
  { resourceId: 'dataset-1' },
  { datasetId: 'dataset-2' },
  { extractor: 'ncsa' },
  { version: '2' },
  { states: ['QUEUED', 'LOST'] },
  { flag: 'reopened' },
  { submittedBy: 'ben' },
  { trigger: 'manual' },
  { since: 1_001 },
  { until: 1_000 },
  { minElapsedMs: 4_001 },
  { q: 'file.(' },
];

describe('a filter', () => {
  it.each(MATCHING)('%j shows the job', (filter) => {
    expect(shows(filter)).toBe(true);
  });

  it.each(FOREIGN)('%j hides it', (filter) => {
    expect(shows(filter)).toBe(false);
  });

  it('hides the job if any one of its parts does', () => {
    for (const foreign of FOREIGN)
      for (const matching of MATCHING) expect(shows({ ...matching, ...foreign })).toBe(false);
  });

  it('with all its parts fitting shows the job', () => {
    expect(shows(MATCHING.reduce((all, each) => ({ ...all, ...each }), {}))).toBe(true);
  });

  it('by user, version or dataset hides the jobs that have none', () => {
    expect(shows({ submittedBy: 'ana' }, { submittedBy: null })).toBe(false);
    expect(shows({ version: '2.0' }, { extractorVersion: null })).toBe(false);
    expect(shows({ datasetId: 'dataset-1' }, { datasetId: null })).toBe(false);
  });

  it('by text hides jobs without any, unless the text is empty', () => {
    const silent = { latest: null, error: null };
    expect(shows({ q: 'x' }, silent)).toBe(false);
    expect(shows({ q: '' }, silent)).toBe(true);
  });

  it('by time taken measures an ended job up to its end', () => {
    expect(shows({ minElapsedMs: 3_000 }, { finishedAt: 2_000 })).toBe(false);
    expect(shows({ minElapsedMs: 1_000 }, { finishedAt: 2_000 })).toBe(true);
  });

  it('accepts flags as a set or as a list', () => {
    expect(shows({ flag: 'inferred' }, { flags: new Set(['inferred']) })).toBe(true);
  });

  it('shows a subset of the jobs of a wider filter', () => {
    const parts = fc.record(
      {
        states: fc.subarray([...JOB_STATES]),
        flag: fc.constantFrom(...JOB_FLAGS),
        trigger: fc.constantFrom(...TRIGGERS),
        since: fc.integer({ min: 0, max: 2_000 }),
        until: fc.integer({ min: 0, max: 2_000 }),
        minElapsedMs: fc.integer({ min: 0, max: 8_000 }),
        q: fc.constantFrom('', 'file', 'space', 'x'),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(parts, parts, (wide, more) => {
        expect(shows({ ...more, ...wide }) && !shows(wide)).toBe(false);
      }),
    );
  });
});
