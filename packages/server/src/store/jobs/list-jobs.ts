import type { Instant, JobFilter } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import { validate } from 'uuid';
import type { Grant } from '../../model/grant.ts';
import type { JobView } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { timeOf } from '../instant-column.ts';
import { allOf, filterConditions, grantConditions } from './job-filter.ts';
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
  const { grant, filter, sort, limit, cursor } = query;
  const asOf = cursor?.asOf || now;
  const page = {
    conditions: [...grantConditions(grant), ...filterConditions(filter, now)],
    cursor,
    asOf,
    size: limit + 1,
  };
  const found = await readJobViews(db, STATEMENTS[sort](page));
  const jobs = found.slice(0, limit);
  const last = jobs.at(-1);
  return { jobs, next: found.length > limit && last ? writeCursor(sort, last, asOf) : null };
};

interface Page {
  readonly conditions: readonly Statement[];
  readonly cursor: JobCursor | undefined;
  readonly asOf: Instant;
  readonly size: number;
}

type Statement = RawBuilder<unknown>;

const newest = (page: Page): Statement => sql`
  select * ${jobsWhere(page, ...afterCursor(page, ({ id }) => sql`id < ${id}::uuid`))}
  order by id desc limit ${page.size}`;

const oldest = (page: Page): Statement => sql`
  select * ${jobsWhere(page, ...afterCursor(page, ({ id }) => sql`id > ${id}::uuid`))}
  order by id limit ${page.size}`;

/** Not by `last_seq`, which is high for jobs of an imported history that ended years ago. */
const lastChanged = (page: Page): Statement => sql`
  select * ${jobsWhere(
    page,
    ...afterCursor(
      page,
      ({ id, lastEventAt }) => sql`(last_event_at, id) < (${timeOf(lastEventAt)}, ${id}::uuid)`,
    ),
  )}
  order by last_event_at desc, id desc limit ${page.size}`;

const longest = (page: Page): Statement => sql`
  select * from ((${longestOpen(page)}) union all (${longestEnded(page)})) jobs
  order by age desc, id limit ${page.size}`;

/** The oldest open job has taken longest. */
const longestOpen = (page: Page): Statement => sql`
  select *, (extract(epoch from ${timeOf(page.asOf)}::timestamptz - submitted_at) * 1000)::bigint as age
  ${jobsWhere(
    page,
    sql`finished_at is null`,
    ...afterCursor(
      page,
      ({ id, elapsedMs }) => sql`(submitted_at, id) > (${timeOf(page.asOf - elapsedMs)}, ${id}::uuid)`,
    ),
  )}
  order by submitted_at, id limit ${page.size}`;

const longestEnded = (page: Page): Statement => sql`
  select *, elapsed_ms as age
  ${jobsWhere(
    page,
    sql`elapsed_ms is not null`,
    ...afterCursor(
      page,
      ({ id, elapsedMs }) =>
        sql`elapsed_ms <= ${elapsedMs} and (elapsed_ms < ${elapsedMs} or id > ${id}::uuid)`,
    ),
  )}
  order by elapsed_ms desc, id limit ${page.size}`;

const STATEMENTS: Readonly<Record<JobSort, (page: Page) => Statement>> = {
  '-submitted_at': newest,
  submitted_at: oldest,
  '-last_event_at': lastChanged,
  '-elapsed_ms': longest,
};

const jobsWhere = ({ conditions }: Page, ...more: readonly Statement[]): Statement =>
  sql`from jobs where ${allOf([...conditions, ...more])}`;

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
