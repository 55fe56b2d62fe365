import type { ExtractorRun, ExtractorStatistics, VersionComparison } from '@pawprint/protocol';
import { at } from '../../jobs/builders.ts';

/** For tests and the gallery: complete values of the API. The caller overrides what the test is about. */

const HOUR_MS = 3_600_000;
const HOURS = 48;

const quantiles = (jobs: number, p50: number) => ({
  jobs,
  p50_ms: Math.round(p50),
  p95_ms: Math.round(p50 * 3.4),
  p99_ms: Math.round(p50 * 7.5),
});

/** Two days in which version 2.0 came: faster in the middle, and with failures. */
export const someStatistics = (): ExtractorStatistics => ({
  since: at(-HOURS * HOUR_MS),
  until: at(0),
  step: 'hour',
  periods: Array.from({ length: HOURS }, (_, hour) => {
    const isNew = hour > 30;
    const done = Math.round(60 + 30 * Math.sin(hour / 4) + (hour % 5) * 4);
    return {
      at: at((hour - HOURS) * HOUR_MS + 6 * 60_000),
      ended: {
        SUCCEEDED: done,
        SKIPPED: hour % 4,
        ...(isNew ? { FAILED: 3 + (hour % 3), LOST: hour % 2 } : {}),
      },
      wait: quantiles(done, 400 + (hour % 7) * 60),
      run: quantiles(done, isNew ? 2_100 + (hour % 3) * 90 : 3_200 + (hour % 4) * 80),
      elapsed: quantiles(done, isNew ? 2_700 : 3_900),
    };
  }),
  recent: { jobs: 1_414, failed: 41, ended_last_hour: 60, last_hour_ms: 5_400_000, usual_wait_ms: 12_000 },
});

export const aComparison = (): VersionComparison => ({
  versions: [
    {
      version: '2.0',
      first_ended_at: at(-17 * HOUR_MS),
      last_ended_at: at(0),
      jobs: 1_022,
      failed: 41,
      retried: 6,
      run: quantiles(981, 2_100),
      cancelled: 0,
      usual_bytes: 48_200,
    },
    {
      version: '1.9',
      first_ended_at: at(-6_000 * HOUR_MS),
      last_ended_at: at(-17 * HOUR_MS),
      jobs: 41_906,
      failed: 42,
      retried: 251,
      run: quantiles(41_864, 3_200),
      cancelled: 4,
      usual_bytes: 47_900,
    },
  ],
  comparison: COMPARISON,
});

const COMPARISON: VersionComparison['comparison'] = {
  version: '2.0',
  with: '1.9',
  measures: [
    {
      measure: 'failed',
      runs: 1_022,
      other_runs: 41_906,
      value: 0.0401,
      other_value: 0.001,
      verdict: 'worse',
      difference: '+3.9 points',
      interval: '+2.9 to +5.3 points',
    },
    {
      measure: 'retried',
      runs: 1_022,
      other_runs: 41_906,
      value: 0.0059,
      other_value: 0.006,
      verdict: 'same',
      difference: null,
      interval: '−0.3 to +0.7 points',
    },
    {
      measure: 'run_p50',
      runs: 981,
      other_runs: 41_864,
      value: 2_100,
      other_value: 3_200,
      verdict: 'better',
      difference: '−34 %',
      interval: '−37 to −31 %',
    },
    {
      measure: 'run_p95',
      runs: 981,
      other_runs: 41_864,
      value: 9_600,
      other_value: 7_400,
      verdict: 'worse',
      difference: '+30 %',
      interval: '+19 to +42 %',
    },
  ],
};

export const aRun = (over: Partial<ExtractorRun> = {}): ExtractorRun => ({
  id: '01a20f3e-7d41-7c02-9a51-7fe0c3ab61d9',
  extractor: 'ncsa.wordcount',
  state: 'SUCCEEDED',
  version: '2.0',
  resource: { type: 'file', id: 'f1', name: 'plot-07-soil-cores.txt' },
  mime: 'text/plain',
  size_bytes: 48_200,
  submitted_at: at(0),
  finished_at: at(5_500),
  last_event_at: at(5_500),
  run_ms: 5_100,
  attempts: [
    {
      number: 1,
      outcome: 'SUCCEEDED',
      started_at: at(400),
      ended_at: at(5_500),
      instance_id: '01a20f3e-7d41-7c02-9a51-0000000081c2',
    },
  ],
  ...over,
});

const iso = (instant: number): string => new Date(instant).toISOString();

const TYPES = ['text/plain', 'application/json', 'text/csv'];
const INSTANCES = ['01a20f3e-7d41-7c02-9a51-0000000081c2', '01a20f3e-7d41-7c02-9a51-0000000099ff'];

/** Runs of two instances until the end of the statistics, longer on larger files; every twelfth fails. */
export const someRuns = (count = 90): ExtractorRun[] =>
  Array.from({ length: count }, (_, run) => {
    const start = Date.parse(at(0)) - (run + 1) * 15 * 60_000;
    const bytes = Math.round(2_000 * 1.09 ** (run % 80));
    const runMs = Math.round(800 + bytes / 40 + (run % 7) * 500);
    const failed = run % 12 === 5;
    return aRun({
      id: `01a20f3e-7d41-7c02-9a51-${String(run).padStart(12, '0')}`,
      state: failed ? 'FAILED' : 'SUCCEEDED',
      mime: TYPES[run % TYPES.length] ?? null,
      size_bytes: bytes,
      submitted_at: iso(start - 500),
      finished_at: iso(start + runMs),
      last_event_at: iso(start + runMs),
      run_ms: runMs,
      attempts: [
        {
          number: 1,
          outcome: failed ? 'FAILED' : 'SUCCEEDED',
          started_at: iso(start),
          ended_at: iso(start + runMs),
          instance_id: INSTANCES[run % 3 === 0 ? 1 : 0] ?? null,
        },
      ],
    });
  });
