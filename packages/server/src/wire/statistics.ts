import {
  compareVersions,
  countValues,
  type Histogram,
  type Instant,
  jobTimes,
  type Measure,
  mergeHistograms,
  quantile,
  type TerminalState,
} from '@pawprint/core';
import type { ExtractorRun, ExtractorStatistics, Quantiles, VersionComparison } from '@pawprint/protocol';
import type { JobView } from '../model/job.ts';
import type { HourOfJobs, VersionOfJobs } from '../model/statistics.ts';
import { time, timeOrNull } from './time.ts';

const HOUR_MS = 3_600_000;

interface Steps {
  readonly since: Instant;
  readonly until: Instant;
  readonly stepMs: number;
}

/** @param lastDay the hours of the last day, whatever the range is */
export const statisticsToWire = (
  hours: readonly HourOfJobs[],
  lastDay: readonly HourOfJobs[],
  { since, until, stepMs }: Steps,
  now: Instant,
): ExtractorStatistics => {
  const groups = new Map<Instant, HourOfJobs[]>();
  for (const hour of hours) {
    const start = Math.floor(hour.at / stepMs) * stepMs;
    groups.set(start, [...(groups.get(start) ?? []), hour]);
  }
  return {
    since: time(since),
    until: time(until),
    step: stepMs === HOUR_MS ? 'hour' : 'day',
    periods: [...groups]
      .map(([at, group]) => ({ at: time(at), ended: endedOf(group), ...durationsOf(group) }))
      .filter(({ ended }) => sumOf(ended) > 0),
    recent: recentOf(lastDay, now),
  };
};

const recentOf = (lastDay: readonly HourOfJobs[], now: Instant): ExtractorStatistics['recent'] => {
  const previousHour = Math.floor(now / HOUR_MS) * HOUR_MS - HOUR_MS;
  const ended = endedOf(lastDay);
  const wait = histogramOf(lastDay, 'wait');
  return {
    jobs: judgedOf(ended),
    failed: failedOf(ended),
    ended_last_hour: sumOf(endedOf(lastDay.filter(({ at }) => at >= previousHour))),
    last_hour_ms: now - previousHour,
    usual_wait_ms: roundOrNull(quantile(wait, 0.95)),
  };
};

type Ended = Partial<Record<TerminalState, number>>;

const endedOf = (hours: readonly HourOfJobs[]): Ended => {
  const ended: Ended = {};
  for (const { states } of hours)
    for (const [state, jobs] of states) ended[state] = (ended[state] ?? 0) + jobs;
  // A job that changed after its day was merged is in one row less it, and in another with it.
  return Object.fromEntries(Object.entries(ended).filter(([, jobs]) => jobs > 0));
};

const sumOf = (ended: Ended): number => Object.values(ended).reduce((sum, jobs) => sum + jobs, 0);

/** Cancelled jobs say nothing about the extractor. */
const judgedOf = (ended: Ended): number => sumOf(ended) - (ended.CANCELLED ?? 0);

const failedOf = ({ FAILED = 0, LOST = 0 }: Ended): number => FAILED + LOST;

const histogramOf = (hours: readonly Pick<HourOfJobs, 'measures'>[], measure: Measure): Histogram =>
  mergeHistograms(hours.flatMap(({ measures }) => measures.get(measure) ?? []));

const durationsOf = (hours: readonly HourOfJobs[]) => ({
  wait: quantilesOf(histogramOf(hours, 'wait')),
  run: quantilesOf(histogramOf(hours, 'run')),
  elapsed: quantilesOf(histogramOf(hours, 'elapsed')),
});

const quantilesOf = (histogram: Histogram): Quantiles | null => {
  const [p50, p95, p99] = [quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99)];
  if (p50 === null || p95 === null || p99 === null) return null;
  return {
    jobs: countValues(histogram),
    p50_ms: Math.round(p50),
    p95_ms: Math.round(p95),
    p99_ms: Math.round(p99),
  };
};

const roundOrNull = (value: number | null): number | null => value && Math.round(value);

/** The version that is asked for beside another one; by default the two that ended a job last. */
export const comparisonToWire = (
  versions: readonly VersionOfJobs[],
  asked: { readonly version?: string | undefined; readonly with?: string | undefined },
): VersionComparison => {
  const find = (name: string | undefined, usual: VersionOfJobs | undefined): VersionOfJobs | undefined =>
    name === undefined ? usual : versions.find(({ version }) => (version ?? '') === name);
  const one = find(asked.version, versions[0]);
  const other = find(
    asked.with,
    versions.find((each) => each !== one),
  );
  return {
    versions: versions.map(versionToWire),
    comparison:
      one && other
        ? {
            version: one.version,
            with: other.version,
            measures: compareVersions(figuresOf(one), figuresOf(other)).map(
              ({ otherRuns, otherValue, ...measure }) => ({
                ...measure,
                other_runs: otherRuns,
                other_value: otherValue,
              }),
            ),
          }
        : null,
  };
};

const versionToWire = (version: VersionOfJobs): VersionComparison['versions'][number] => {
  const { jobs, cancelled, failed, retried, run } = figuresOf(version);
  return {
    version: version.version,
    first_ended_at: time(version.firstAt),
    last_ended_at: time(version.lastAt),
    jobs,
    cancelled,
    failed,
    retried,
    run: quantilesOf(run),
    usual_bytes: roundOrNull(quantile(version.measures.get('bytes') ?? new Map(), 0.5)),
  };
};

const figuresOf = ({ states, retried, measures }: VersionOfJobs) => {
  const ended: Ended = Object.fromEntries(states);
  const jobs = judgedOf(ended);
  return {
    jobs,
    cancelled: ended.CANCELLED ?? 0,
    failed: failedOf(ended),
    retried: Math.min(jobs, retried),
    run: measures.get('run') ?? new Map(),
  };
};

export const runToWire = ({ job: { facts, progress } }: JobView, now: Instant): ExtractorRun => ({
  id: facts.id,
  extractor: facts.extractor,
  state: progress.state,
  version: progress.extractorVersion,
  resource: { type: facts.resource.type, id: facts.resource.id, name: facts.resource.name },
  mime: facts.resource.mime,
  size_bytes: facts.resource.sizeBytes,
  submitted_at: time(progress.submittedAt),
  finished_at: timeOrNull(progress.finishedAt),
  last_event_at: time(progress.lastEventAt),
  run_ms: jobTimes(progress, now).runMs,
  attempts: progress.attempts.map(({ number, outcome, startedAt, endedAt, instanceId }) => ({
    number,
    outcome,
    started_at: time(startedAt),
    ended_at: timeOrNull(endedAt),
    instance_id: instanceId,
  })),
});
