import { COMPARED, TERMINAL_STATES } from '@pawprint/core';
import { z } from 'zod';
import { Id, limit, Ms, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Attempt, JobState, ResourceRef } from '../jobs/job.ts';

const NameParams = z.object({ name: z.string().min(1).max(256) });
const Range = z.object({
  since: z.iso
    .datetime({ offset: true })
    .optional()
    .meta({ description: 'default: 48 hours before `until`' }),
  until: z.iso.datetime({ offset: true }).optional().meta({ description: 'default: now' }),
});

const Count = z.number().int().nonnegative();
const Version = z.string().nullable().meta({ description: 'null where it is not known' });

const Quantiles = z.object({ jobs: Count, p50_ms: Ms, p95_ms: Ms, p99_ms: Ms }).meta({
  id: 'Quantiles',
  description: 'from merged histograms: each differs from the exact one by at most 4.5 %',
});
export type Quantiles = z.infer<typeof Quantiles>;

const Durations = {
  wait: Quantiles.nullable().meta({
    description: 'from submission to the first start, of all jobs that started',
  }),
  run: Quantiles.nullable().meta({ description: 'of the last attempt, of jobs that are done' }),
  elapsed: Quantiles.nullable().meta({ description: 'from submission to the end, of jobs that are done' }),
};

const Period = z.object({
  at: Time.meta({ description: 'when it began; days are of UTC' }),
  ended: z.partialRecord(z.enum(TERMINAL_STATES), Count),
  ...Durations,
});

export const ExtractorStatistics = z
  .object({
    since: Time,
    until: Time,
    step: z.enum(['hour', 'day']).meta({ description: 'days where the range is longer than a week' }),
    periods: z.array(Period).meta({ description: 'oldest first; without those in which no job ended' }),
    recent: z
      .object({
        jobs: Count,
        failed: Count,
        ended_last_hour: Count.meta({ description: 'in the hour that runs and the one before' }),
        last_hour_ms: Ms.meta({ description: 'how long these two have lasted so far' }),
        usual_wait_ms: Ms.nullable().meta({ description: 'what 95 % of the jobs wait at most' }),
      })
      .meta({ description: 'the last 24 hours' }),
  })
  .meta({ id: 'ExtractorStatistics' });
export type ExtractorStatistics = z.infer<typeof ExtractorStatistics>;

const VersionStatistics = z.object({
  version: Version,
  first_ended_at: Time,
  last_ended_at: Time,
  jobs: Count.meta({ description: 'done, skipped, failed or lost' }),
  cancelled: Count,
  failed: Count.meta({ description: 'of these: failed or lost' }),
  retried: Count.meta({ description: 'with more than one attempt' }),
  run: Durations.run,
  usual_bytes: Count.nullable().meta({ description: 'the median size of what it was done on' }),
});

const Share = z.number().nullable();

const ComparedMeasure = z.object({
  measure: z.enum(COMPARED),
  runs: Count,
  other_runs: Count,
  value: Share.meta({ description: 'a share between 0 and 1, or milliseconds' }),
  other_value: Share,
  verdict: z.enum(['better', 'worse', 'same', 'unknown']).meta({
    description: '`same`: a difference this small can be chance. `unknown`: too few runs',
  }),
  difference: z
    .string()
    .nullable()
    .meta({ examples: ['+3.9 points', '−34 %'] }),
  interval: z
    .string()
    .nullable()
    .meta({ description: '95 % sure', examples: ['+2.9 to +5.2 points'] }),
});

export const VersionComparison = z
  .object({
    versions: z.array(VersionStatistics).meta({ description: 'the one that ended a job last is first' }),
    comparison: z
      .object({ version: Version, with: Version, measures: z.array(ComparedMeasure) })
      .nullable()
      .meta({ description: 'null where there are no two versions' }),
  })
  .meta({ id: 'VersionComparison' });
export type VersionComparison = z.infer<typeof VersionComparison>;

export const ExtractorRun = z
  .object({
    id: Id,
    extractor: z.string(),
    state: JobState,
    version: Version,
    resource: ResourceRef,
    mime: z.string().nullable(),
    size_bytes: Count.nullable(),
    submitted_at: Time,
    finished_at: Time.nullable(),
    last_event_at: Time,
    run_ms: Ms.nullable(),
    attempts: z.array(
      Attempt.pick({ number: true, outcome: true, started_at: true, ended_at: true, instance_id: true }),
    ),
  })
  .meta({ id: 'ExtractorRun' });
export type ExtractorRun = z.infer<typeof ExtractorRun>;

export const statisticsContracts = {
  showExtractorStatistics: {
    tag: 'extractors',
    summary: 'How many jobs of an extractor ended how, and how long they took, over time',
    params: NameParams,
    query: Range,
    answer: ExtractorStatistics,
  },
  compareExtractorVersions: {
    tag: 'extractors',
    summary: 'Compare two versions of an extractor; by default the two that ended a job last',
    params: NameParams,
    query: z.object({ version: z.string().max(64).optional(), with: z.string().max(64).optional() }),
    answer: VersionComparison,
  },
  listExtractorRuns: {
    tag: 'extractors',
    summary:
      'A sample of the jobs of an extractor that you see: the newest, and others spread over the range',
    params: NameParams,
    query: Range.extend({
      newest: limit(500, 100),
      spread: z.coerce.number().int().min(0).max(250).default(0),
    }),
    answer: z.object({
      items: z.array(ExtractorRun).meta({ description: 'newest first' }),
      is_all: z.boolean().meta({ description: 'whether these are all jobs of the range that you see' }),
    }),
  },
} satisfies RouteContracts;
