import type { Instant, JobFilter } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { Grant } from '../../model/grant.ts';
import type { JobView } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { readGrantedDatasets } from '../granted.ts';
import { timeOf } from '../instant-column.ts';
import { allOf, filterConditions, grantConditions } from './job-filter.ts';
import { datasetParts, type ListParts, partsOfFilter } from './list-parts.ts';
import { readJobViews } from './read-jobs.ts';

export interface JobListQuery {
  /** Whose jobs are listed. */
  readonly grant: Grant;
  readonly filter: JobFilter;
  readonly sort: JobSort;
  readonly limit: number;
  readonly cursor?: JobCursor | undefined;
}

export type JobSort = '-submitted_at' | 'submitted_at' | '-last_event_at' | '-elapsed_ms';

interface JobList {
  readonly jobs: readonly JobView[];
  readonly next: string | null;
}

/** One page of jobs; `next` is the cursor of the one that follows. */
export const listJobs = async (db: Database, query: JobListQuery, now: Instant): Promise<JobList> => {
  const { filter, sort, limit, cursor } = query;
  const asOf = cursor?.asOf || now;
  const few = await readFewDatasets(db, query);
  const page = {
    parts: few ? datasetParts(few) : partsInOrder(sort, filter),
    conditions: [...(few ? [] : grantConditions(query.grant)), ...filterConditions(filter, now)],
    cursor,
    asOf,
    size: limit + 1,
  };
  const found = await readJobViews(db, STATEMENTS[sort](page));
  const jobs = found.slice(0, limit);
  const last = jobs.at(-1);
  return { jobs, next: found.length > limit && last ? writeCursor(sort, last, asOf) : null };
};

/** Jobs of so many datasets are found faster in each of them than among all jobs. */
const FEW_DATASETS = 300;

/** The datasets that a grant covers, if they are few and the filter does not say which. */
export const readFewDatasets = async (
  db: Database,
  { grant, filter }: Pick<JobListQuery, 'grant' | 'filter'>,
  most: number = FEW_DATASETS,
): Promise<readonly string[] | undefined> => {
  if (grant.of === 'all' || filter.datasetId !== undefined || filter.resourceId !== undefined)
    return undefined;
  // People see nearly all jobs that they submitted, which an index has.
  if (grant.of === 'person' && filter.submittedBy === grant.userId) return undefined;
  return readGrantedDatasets(db, grant, most);
};

/** The indexes of the parts have the order of submission, and no other. */
const partsInOrder = (sort: JobSort, filter: JobFilter): ListParts | undefined =>
  sort === 'submitted_at' || sort === '-submitted_at' ? partsOfFilter(filter) : undefined;

interface Page {
  /** Undefined: it is not merged from parts. */
  readonly parts: ListParts | undefined;
  readonly conditions: readonly Statement[];
  readonly cursor: JobCursor | undefined;
  readonly asOf: Instant;
  readonly size: number;
}

type Statement = RawBuilder<unknown>;

interface Ordered {
  /** Default: those of the table. */
  readonly columns?: Statement;
  readonly conditions: readonly Statement[];
  readonly order: Statement;
  /** The columns of the order, beside the id. */
  readonly keys: Statement;
}

/** The first jobs in an order: of all jobs, or of each part and then of these together. */
const firstJobs = (page: Page, { columns = sql`jobs.*`, conditions, keys, order }: Ordered): Statement => {
  const where = allOf([...page.conditions, ...conditions]);
  const end = sql`order by ${order} limit ${page.size}`;
  if (page.parts === undefined) return sql`select ${columns} from jobs where ${where} ${end}`;
  // Of each part only ids are read, from an index alone if it has the order; then the rows of one page.
  return sql`
    select ${columns} from jobs where id in (
      select jobs.id from ${page.parts.values}
      cross join lateral (select id, ${keys} from jobs where ${page.parts.isInPart} and ${where} ${end}) jobs
      ${end}
    ) ${end}`;
};

const NO_KEYS = sql`true`;

const newest = (page: Page): Statement =>
  firstJobs(page, {
    conditions: afterCursor(page, ({ id }) => sql`jobs.id < ${id}::uuid`),
    keys: NO_KEYS,
    order: sql`jobs.id desc`,
  });

const oldest = (page: Page): Statement =>
  firstJobs(page, {
    conditions: afterCursor(page, ({ id }) => sql`jobs.id > ${id}::uuid`),
    keys: NO_KEYS,
    order: sql`jobs.id`,
  });

/** Not by `last_seq`, which is high for jobs of an imported history that ended years ago. */
const lastChanged = (page: Page): Statement =>
  firstJobs(page, {
    conditions: afterCursor(
      page,
      ({ id, lastEventAt }) => sql`(jobs.last_event_at, jobs.id) < (${timeOf(lastEventAt)}, ${id}::uuid)`,
    ),
    keys: sql`last_event_at`,
    order: sql`jobs.last_event_at desc, jobs.id desc`,
  });

const longest = (page: Page): Statement => sql`
  select * from ((${longestOpen(page)}) union all (${longestEnded(page)})) jobs
  order by age desc, id limit ${page.size}`;

/** The oldest open job has taken longest. */
const longestOpen = (page: Page): Statement =>
  firstJobs(page, {
    columns: sql`jobs.*,
      (extract(epoch from ${timeOf(page.asOf)}::timestamptz - submitted_at) * 1000)::bigint as age`,
    conditions: [
      sql`finished_at is null`,
      ...afterCursor(
        page,
        ({ id, elapsedMs }) => sql`(submitted_at, jobs.id) > (${timeOf(page.asOf - elapsedMs)}, ${id}::uuid)`,
      ),
    ],
    keys: sql`submitted_at`,
    order: sql`jobs.submitted_at, jobs.id`,
  });

const longestEnded = (page: Page): Statement =>
  firstJobs(page, {
    columns: sql`jobs.*, elapsed_ms as age`,
    conditions: [
      sql`elapsed_ms is not null`,
      ...afterCursor(
        page,
        ({ id, elapsedMs }) =>
          sql`elapsed_ms <= ${elapsedMs} and (elapsed_ms < ${elapsedMs} or jobs.id > ${id}::uuid)`,
      ),
    ],
    keys: sql`elapsed_ms`,
    order: sql`jobs.elapsed_ms desc, jobs.id`,
  });

const STATEMENTS: Readonly<Record<JobSort, (page: Page) => Statement>> = {
  '-submitted_at': newest,
  submitted_at: oldest,
  '-last_event_at': lastChanged,
  '-elapsed_ms': longest,
};

const afterCursor = ({ cursor }: Page, condition: (cursor: JobCursor) => Statement): Statement[] =>
  cursor === undefined ? [] : [condition(cursor)];

/** A page begins after this job. Elapsed times of open jobs are as of `asOf`, when the first page was read. */
interface JobCursor {
  readonly id: string;
  readonly lastEventAt: Instant;
  readonly asOf: Instant;
  readonly elapsedMs: number;
}

/** Undefined if the text is no cursor for this sort. */
export const readCursor = (sort: JobSort, text: string): JobCursor | undefined => {
  const [id = '', ...numbers] = text.split('.');
  const [first = Number.NaN, second = Number.NaN] = numbers.map(whole);
  const cursor: JobCursor = { id, lastEventAt: 0, asOf: 0, elapsedMs: 0 };
  if (sort === '-last_event_at') return completeCursor({ ...cursor, lastEventAt: first });
  if (sort === '-elapsed_ms') return completeCursor({ ...cursor, asOf: first, elapsedMs: second });
  return completeCursor(cursor);
};

const completeCursor = (cursor: JobCursor): JobCursor | undefined => {
  const { id, lastEventAt, asOf, elapsedMs } = cursor;
  return validate(id) && ![lastEventAt, asOf, elapsedMs].some(Number.isNaN) ? cursor : undefined;
};

const whole = (text: string | undefined): number =>
  /^\d{1,15}$/.test(text ?? '') ? Number(text) : Number.NaN;

/** Clients do not interpret it. It has 64 characters at most. */
export const writeCursor = (sort: JobSort, { job }: JobView, asOf: Instant): string => {
  const { facts, progress } = job;
  if (sort === '-last_event_at') return `${facts.id}.${progress.lastEventAt}`;
  if (sort !== '-elapsed_ms') return facts.id;
  return `${facts.id}.${asOf}.${Math.max(0, (progress.finishedAt ?? asOf) - progress.submittedAt)}`;
};
