import type { Instant } from '@pawprint/core';
import { requireExtractor } from '../../access/require-resource.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { readEndedByVersion, readEndedJobs } from '../../store/extractors/ended-jobs.ts';
import { sampleJobs } from '../../store/jobs/sample-jobs.ts';
import { comparisonToWire, runToWire, statisticsToWire } from '../../wire/statistics.ts';
import { type Handler, type Handlers, ok } from '../handler.ts';
import type { ExtractorHandlerPorts } from './ports.ts';

/** Who sees an extractor sees the figures of all its jobs; single jobs only who sees these. */
export const statisticsHandlers = (
  ports: ExtractorHandlerPorts,
): Handlers<'showExtractorStatistics' | 'compareExtractorVersions' | 'listExtractorRuns'> => ({
  showExtractorStatistics: showExtractorStatisticsHandler(ports),

  compareExtractorVersions: async ({ params: { name }, query, caller }) => {
    const extractor = await requireExtractor(ports, caller, 'see', name);
    if ('refused' in extractor) return extractor;
    return ok(comparisonToWire(await readEndedByVersion(ports.db, name), query));
  },

  listExtractorRuns: async ({ params: { name }, query, caller }) => {
    const range = readRange(query, ports.now());
    if ('refused' in range) return range;
    const { newest, spread } = query;
    const sample = { grant: ports.grantOf(caller, 'see'), extractor: name, ...range, newest, spread };
    const { jobs, isAll } = await sampleJobs(ports.db, sample, ports.now());
    return ok({ items: jobs.map((view) => runToWire(view, ports.now())), is_all: isAll });
  },
});

const showExtractorStatisticsHandler =
  (ports: ExtractorHandlerPorts): Handler<'showExtractorStatistics'> =>
  async ({ params: { name }, query, caller }) => {
    const now = ports.now();
    const asked = readRange(query, now);
    if ('refused' in asked) return asked;
    const range = withStep(asked, now);
    const extractor = await requireExtractor(ports, caller, 'see', name);
    if ('refused' in extractor) return extractor;
    const [hours, lastDay] = await Promise.all([
      readEndedJobs(ports.db, { extractor: name, ...range }),
      readEndedJobs(ports.db, { extractor: name, since: now - DAY_MS, until: now }),
    ]);
    return ok(statisticsToWire(hours, lastDay, range, now));
  };

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const WEEK_MS = 7 * DAY_MS;
const USUAL_RANGE_MS = 2 * DAY_MS;
const LONGEST_RANGE_MS = 400 * DAY_MS;

interface RangeQuery {
  readonly since?: string | undefined;
  readonly until?: string | undefined;
}

const readRange = (
  { since, until }: RangeQuery,
  now: Instant,
): { readonly since: Instant; readonly until: Instant } | Refusal => {
  const to = until === undefined ? now : Date.parse(until);
  const from = since === undefined ? to - USUAL_RANGE_MS : Date.parse(since);
  if (from >= to) return refuse('bad_request', '`since` must be before `until`.');
  if (to - from > LONGEST_RANGE_MS) return refuse('bad_request', 'A range is 400 days at most.');
  return { since: from, until: to };
};

/** Hours of days that are over for more than a week are kept together, so an older range has whole days. */
const withStep = ({ since, until }: { readonly since: Instant; readonly until: Instant }, now: Instant) => {
  const byDays = Math.max(now, until) - since > WEEK_MS;
  return { since: byDays ? since - (since % DAY_MS) : since, until, stepMs: byDays ? DAY_MS : HOUR_MS };
};
