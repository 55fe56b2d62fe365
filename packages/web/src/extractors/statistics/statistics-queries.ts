import type { CallAnswer } from '@pawprint/protocol';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';

export const RANGES = ['2d', '7d', '30d', '90d'] as const;
export type StatisticsRange = (typeof RANGES)[number];

const DAY_MS = 24 * 3_600_000;
const DAYS: Readonly<Record<StatisticsRange, number>> = { '2d': 2, '7d': 7, '30d': 30, '90d': 90 };

const sinceOf = (range: StatisticsRange): string => new Date(Date.now() - DAYS[range] * DAY_MS).toISOString();

const REFRESH_MS = 60_000;

export const statisticsQuery = (name: string, range: StatisticsRange) =>
  queryOptions({
    queryKey: keys.extractorStatistics(name, range),
    queryFn: ({ signal }) =>
      callRoute('showExtractorStatistics', { params: { name }, query: { since: sinceOf(range) }, signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Undefined: the versions that ended a job last. */
export interface ComparedVersions {
  readonly version?: string | undefined;
  readonly with?: string | undefined;
}

export const comparisonQuery = (name: string, { version, with: other }: ComparedVersions = {}) =>
  queryOptions({
    queryKey: keys.versionComparison(name, version ?? '', other ?? ''),
    queryFn: ({ signal }) =>
      callRoute('compareExtractorVersions', {
        params: { name },
        query: {
          ...(version === undefined ? {} : { version }),
          ...(other === undefined ? {} : { with: other }),
        },
        signal,
      }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Between these no job of the range is left out. */
export const NEWEST_RUNS = 100;

const SPREAD_RUNS = 75;

export type SampledRuns = NonNullable<CallAnswer<'listExtractorRuns'>>;

/** The newest jobs that the reader sees, and for longer ranges others spread over them. */
export const runsQuery = (name: string, range: StatisticsRange) =>
  queryOptions({
    queryKey: keys.extractorRuns(name, range),
    queryFn: ({ signal }) =>
      callRoute('listExtractorRuns', {
        params: { name },
        query: { since: sinceOf(range), newest: NEWEST_RUNS, spread: SPREAD_RUNS },
        signal,
      }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
