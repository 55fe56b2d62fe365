import { bucketOf, type Instant, middleOfBucket, TERMINAL_STATES, type TerminalState } from '@pawprint/core';
import type { Database } from '../store/database.ts';
import { type EndedJobsSum, sumEndedJobs } from '../store/extractors/sum-ended-jobs.ts';

/** Writes what Prometheus reads about the ended jobs of these extractors. */
export type WriteEndedJobMetrics = (extractors: readonly string[]) => Promise<string>;

interface EndedJobMetricsPorts {
  readonly db: Database;
  readonly now: () => Instant;
}

const HOUR_MS = 3_600_000;

/** Of each extractor, numbers of jobs by state, and histograms of what is measured. */
interface Ended {
  readonly states: Map<TerminalState, number>;
  readonly wait: Map<number, number>;
  readonly run: Map<number, number>;
}

type EndedByExtractor = ReadonlyMap<string, Ended>;

/**
 * Prometheus wants the numbers of all time. Those of past hours are added up once and kept, so that a request reads the
 * rows of the last two hours alone, however many jobs have ended. A job of a past hour that is reopened and ends again
 * counts twice then: it did end twice.
 */
export const createEndedJobMetrics = ({ db, now }: EndedJobMetricsPorts): WriteEndedJobMetrics => {
  let past: { readonly until: number; readonly ended: EndedByExtractor } = { until: 0, ended: new Map() };
  return async (extractors) => {
    const lastHour = Math.floor(now() / HOUR_MS) - 1;
    const before = past;
    if (before.until < lastHour) {
      const added = await sumEndedJobs(db, before.until, lastHour);
      // Another request may have done the same meanwhile.
      if (past === before) past = { until: lastHour, ended: addUp(before.ended, added) };
    }
    const { until, ended } = past;
    const all = addUp(ended, await sumEndedJobs(db, until, null));
    return [
      ...writeEnded(extractors, all),
      ...writeHistograms(
        extractors,
        all,
        'wait',
        'Time from the submission of jobs to the start of their first attempt',
      ),
      ...writeHistograms(extractors, all, 'run', 'Time that the last attempt of jobs that are done took'),
      '',
    ].join('\n');
  };
};

const addUp = (counts: EndedByExtractor, { states, measures }: EndedJobsSum): EndedByExtractor => {
  const sums = new Map([...counts].map(([extractor, ended]) => [extractor, copyOf(ended)]));
  const endedOf = (extractor: string): Ended => {
    const ended = sums.get(extractor) ?? copyOf(NONE);
    sums.set(extractor, ended);
    return ended;
  };
  for (const { extractor, state, jobs } of states) addTo(endedOf(extractor).states, state, jobs);
  for (const { extractor, measure, bucket, jobs } of measures)
    addTo(endedOf(extractor)[measure], bucket, jobs);
  return sums;
};

const NONE: Ended = { states: new Map(), wait: new Map(), run: new Map() };

const copyOf = ({ states, wait, run }: Ended): Ended => ({
  states: new Map(states),
  wait: new Map(wait),
  run: new Map(run),
});

const addTo = <Key>(sums: Map<Key, number>, key: Key, jobs: number): void =>
  void sums.set(key, (sums.get(key) ?? 0) + jobs);

const writeEnded = (extractors: readonly string[], ended: EndedByExtractor): string[] => [
  '# HELP pawprint_jobs_ended_total Jobs that have ended, by state',
  '# TYPE pawprint_jobs_ended_total counter',
  ...extractors.flatMap((extractor) =>
    TERMINAL_STATES.map((state) => {
      const labels = `extractor="${escapeLabel(extractor)}",state="${state}"`;
      return `pawprint_jobs_ended_total{${labels}} ${ended.get(extractor)?.states.get(state) ?? 0}`;
    }),
  ),
];

/** From an eighth of a second to nine hours, each twice the one before: the bounds are also bounds of what is kept. */
const BOUNDS = Array.from({ length: 19 }, (_, step) => {
  const ms = 2 ** (step + 7);
  return { le: ms / 1_000, firstBucketAbove: bucketOf(ms) };
});

const writeHistograms = (
  extractors: readonly string[],
  ended: EndedByExtractor,
  measure: 'wait' | 'run',
  help: string,
): string[] => {
  const name = `pawprint_job_${measure}_seconds`;
  return [
    `# HELP ${name} ${help}; the sum is at most 4.5 % off`,
    `# TYPE ${name} histogram`,
    ...extractors.flatMap((extractor) =>
      writeHistogram(name, `extractor="${escapeLabel(extractor)}"`, [
        ...(ended.get(extractor) ?? NONE)[measure],
      ]),
    ),
  ];
};

const writeHistogram = (
  name: string,
  labels: string,
  buckets: readonly (readonly [bucket: number, jobs: number])[],
): string[] => {
  const countBelow = (bound: number): number =>
    buckets.reduce((count, [bucket, jobs]) => (bucket < bound ? count + jobs : count), 0);
  const ms = buckets.reduce((sum, [bucket, jobs]) => sum + middleOfBucket(bucket) * jobs, 0);
  const all = countBelow(Number.POSITIVE_INFINITY);
  return [
    ...BOUNDS.map(
      ({ le, firstBucketAbove }) => `${name}_bucket{${labels},le="${le}"} ${countBelow(firstBucketAbove)}`,
    ),
    `${name}_bucket{${labels},le="+Inf"} ${all}`,
    `${name}_sum{${labels}} ${ms / 1_000}`,
    `${name}_count{${labels}} ${all}`,
  ];
};

const escapeLabel = (value: string): string =>
  value.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');
