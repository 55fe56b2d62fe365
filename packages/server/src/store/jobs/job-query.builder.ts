import { type Instant, isTerminal, JOB_FLAGS, JOB_STATES, type JobQuery, TRIGGERS } from '@pawprint/core';
import fc from 'fast-check';
import { v7 } from 'uuid';
import { ANA, wanted } from '../../jobs/jobs.builder.ts';
import type { Job } from '../../model/job.ts';

const HOUR = 3_600_000;

/** What the jobs of a test are about, so that some queries select some of them. */
interface Known {
  readonly hour: fc.Arbitrary<Instant>;
  readonly datasets: readonly string[];
  readonly extractors: readonly string[];
  readonly submittedBy: string;
  readonly failure: fc.Arbitrary<string>;
  readonly resource: fc.Arbitrary<{ readonly id: string; readonly name: string } | undefined>;
}

export const aJobQuery = (known: Known): fc.Arbitrary<JobQuery> =>
  fc.letrec<{ query: JobQuery }>((tie) => ({
    query: fc.oneof(
      { maxDepth: 3 },
      aTerm(known),
      fc.record({ not: tie('query') }),
      fc.record({ all: fc.array(tie('query'), { maxLength: 3 }) }),
      fc.record({ any: fc.array(tie('query'), { maxLength: 3 }) }),
    ),
  })).query;

const comparison = fc.constantFrom('>', '>=', '<', '<=', '=' as const);
const some = <Value>(...values: Value[]) =>
  fc.uniqueArray(fc.constantFrom(...values), { minLength: 1, maxLength: 2 });

const aTerm = ({
  hour,
  datasets,
  extractors,
  submittedBy,
  resource,
  failure,
}: Known): fc.Arbitrary<JobQuery> =>
  fc.oneof(
    fc.record({ key: fc.constant('state' as const), values: some(...JOB_STATES) }),
    fc.record({ key: fc.constant('flag' as const), values: some(...JOB_FLAGS) }),
    fc.record({ key: fc.constant('trigger' as const), values: some(...TRIGGERS) }),
    fc.record({
      key: fc.constant('extractor' as const),
      values: some(...extractors, '*', 'n*', '*t', '*c*o*', '%', '_*', 'nul\0*', '\\*'),
    }),
    fc.record({ key: fc.constant('version' as const), values: some('1.0', '2*', '*') }),
    fc.record({ key: fc.constant('dataset' as const), values: some(...datasets, 'no uuid') }),
    fc.record({
      key: fc.constant('file' as const),
      values: fc.uniqueArray(
        fc.oneof(
          fc.constantFrom('*', '*.csv', '%', 'no file'),
          resource.map((one) => one?.id ?? ''),
          resource.map((one) => one?.name.toUpperCase() ?? ''),
        ),
        { minLength: 1, maxLength: 2 },
      ),
    }),
    fc.record({
      key: fc.constant('failure' as const),
      values: fc.array(fc.oneof(fc.constantFrom('no failure', 'nul\0'), failure), {
        minLength: 1,
        maxLength: 2,
      }),
    }),
    fc.record({ key: fc.constant('by' as const), values: some(submittedBy, 'nul\0') }),
    fc.record({
      key: fc.constantFrom('text', 'error' as const),
      values: some('ä', '%', 'full', 'ΣΕΎΣ', 'FI', '\0'),
    }),
    fc.record({
      key: fc.constantFrom('since', 'until' as const),
      time: fc.oneof(
        fc.record({ at: hour }),
        fc.nat(250).map((hours) => ({ agoMs: hours * HOUR })),
      ),
    }),
    fc.record({
      key: fc.constant('elapsed' as const),
      compare: comparison,
      ms: fc.nat(250).map((hours) => hours * HOUR),
    }),
    fc.record({ key: fc.constant('attempts' as const), compare: comparison, count: fc.nat(2) }),
  );

interface StoredJobOptions {
  readonly texts: readonly string[];
  readonly datasets: readonly string[];
  readonly extractors: readonly string[];
  readonly start: Instant;
}

const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(value);

/** Any combination of columns that the table allows, even if no events lead there. */
export const aStoredJob = ({ texts, datasets, extractors, start }: StoredJobOptions): fc.Arbitrary<Job> =>
  fc
    .record({
      at: fc.nat(100).map((hours) => start + hours * HOUR),
      took: fc.nat(5).map((hours) => hours * HOUR),
      state: fc.constantFrom(...JOB_STATES),
      flags: fc.uniqueArray(fc.constantFrom(...JOB_FLAGS), { maxLength: 2 }),
      extractor: fc.constantFrom(...extractors),
      version: maybe(fc.constantFrom('1.0', '2.0')),
      datasetId: maybe(fc.constantFrom(...datasets)),
      submittedBy: maybe(fc.constant(ANA.id)),
      trigger: fc.constantFrom(...TRIGGERS),
      latest: maybe(fc.constantFrom(...texts)),
      error: maybe(fc.constantFrom(...texts)),
    })
    .map(
      ({
        at,
        took,
        state,
        flags,
        extractor,
        version,
        datasetId,
        submittedBy,
        trigger,
        latest,
        error,
      }): Job => ({
        facts: { ...wanted({ extractor, datasetId, submittedBy, trigger }), id: v7({ msecs: at }) },
        progress: {
          state,
          flags: new Set(flags),
          attempts: [],
          submittedAt: at,
          queuedAt: null,
          startedAt: null,
          finishedAt: isTerminal(state) ? at + took : null,
          lastEventAt: at,
          progress: null,
          latest: latest === null ? null : { kind: 'LOG', message: latest, at },
          error: error === null ? null : { message: error, attempt: 1 },
          reason: null,
          cancel: null,
          extractorVersion: version,
          versionCandidates: [],
          resubmittedAs: [],
          linesDropped: null,
        },
        lane: null,
        leases: [],
        lastSeq: 0,
        eventCounts: { all: 0, server: 0, errors: 0 },
      }),
    );
