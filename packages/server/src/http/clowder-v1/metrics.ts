import { Readable } from 'node:stream';
import type { Instant, JobFilter } from '@pawprint/core';
import { requireOperator } from '../../access/require-resource.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import type { Database } from '../../store/database.ts';
import { countEvents, readEmails, readJobPage } from '../../store/jobs/job-metrics.ts';
import { jobToMetricsRows, METRICS_COLUMNS, type MeasuredJob } from '../../wire/clowder-metrics.ts';
import { csvLine } from '../csv.ts';
import { ANSWERED, type Handler, type HandlerRequest } from '../handler.ts';
import { pageSizes } from '../page-sizes.ts';
import type { ClowderPorts } from './ports.ts';

export const metricsHandler =
  (ports: ClowderPorts): Handler<'reportExtractorMetrics'> =>
  async ({ caller, query, reply }) => {
    const by = await requireOperator(ports, caller);
    if ('refused' in by) return by;
    const now = ports.jobs.now();
    const parsed = filterOf(query, now);
    const imported = query.imported === 'true' || query.imported === '1';
    if ('refused' in parsed) return parsed;
    await reply
      .type('text/csv; charset=utf-8')
      .header('content-disposition', 'attachment; filename="ExtractorMetrics.csv"')
      .send(Readable.from(writeReport(ports.data.db, { ...parsed, imported, now })));
    return ANSWERED;
  };

const FIRST_PAGE = 50;
const LARGEST_PAGE = 500;

interface Pick {
  readonly filter: JobFilter;
  readonly imported: boolean;
  readonly now: Instant;
}

const readPage = async (
  db: Database,
  { filter, imported, now }: Pick,
  { after, limit }: { readonly after: string | undefined; readonly limit: number },
): Promise<MeasuredJob[]> => {
  const views = await readJobPage(db, { filter, imported, after, limit }, now);
  const userIds = views.flatMap(({ submittedBy }) => (submittedBy === null ? [] : [submittedBy.id]));
  const [events, emails] = await Promise.all([
    countEvents(
      db,
      views.map(({ job }) => job.facts.id),
    ),
    readEmails(db, [...new Set(userIds)]),
  ]);
  return views.map((view) => ({
    view,
    email: emails.get(view.submittedBy?.id ?? '') ?? '',
    events: events.get(view.job.facts.id) ?? new Map(),
  }));
};

async function* writeReport(db: Database, pick: Pick): AsyncGenerator<string> {
  yield csvLine(METRICS_COLUMNS);
  let after: string | undefined;
  for (const limit of pageSizes(FIRST_PAGE, LARGEST_PAGE)) {
    const page = await readPage(db, pick, { after, limit });
    if (page.length > 0)
      yield page.flatMap((measured) => jobToMetricsRows(measured, pick.now).map(csvLine)).join('');
    if (page.length < limit) return;
    after = page.at(-1)?.view.job.facts.id;
  }
}

const badTime = (name: string): Refusal =>
  refuse('bad_request', `\`${name}\` takes a day or a time in ISO 8601: 2026-11-24T00:00:00.000-06:00.`);

/** Jobs submitted while the report is written are left out, or it could go on for ever. */
const filterOf = (
  { since, until }: HandlerRequest<'reportExtractorMetrics'>['query'],
  now: Instant,
): { readonly filter: JobFilter } | Refusal => {
  const [from, to] = [since, until].map((text) => (text === undefined ? undefined : readReportTime(text)));
  if (since !== undefined && from === undefined) return badTime('since');
  if (until !== undefined && to === undefined) return badTime('until');
  return {
    filter: { until: Math.min(to ?? now + 1, now + 1), ...(from === undefined ? {} : { since: from }) },
  };
};

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const TIME = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)(Z|[+-]\d{2}(?::?\d{2})?)?$/i;

/** `+01`, `+0100` and `+01:00` mean the same; without an offset it is UTC. */
const zone = (offset: string | undefined): string => {
  const [, hours, minutes = '00'] = /^([+-]\d{2}):?(\d{2})?$/.exec(offset ?? '') ?? [];
  return hours === undefined ? 'Z' : `${hours}:${minutes}`;
};

/**
 * Reads a day or a time in ISO 8601, like Clowder v1, in UTC if it has no offset; undefined for anything else. A `+` that
 * was not escaped in the address comes as a space.
 */
export const readReportTime = (text: string): Instant | undefined => {
  const written = text.trim().replace(' ', '+');
  const [, local, offset] = TIME.exec(written) ?? [];
  const at = DAY.test(written) ? Date.parse(written) : Date.parse(`${local}${zone(offset)}`);
  return Number.isNaN(at) ? undefined : at;
};
