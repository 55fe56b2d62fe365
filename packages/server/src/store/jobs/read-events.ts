import { type ClockSample, EVENTS_IN_GROUP, type EventGroup, type EventKind } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { StoredEvent } from '../../model/job-change.ts';
import type { Database } from '../database.ts';
import { instantOf } from '../instant-column.ts';
import { type EventRow, rowToEvent } from './event-row.ts';
import { containsTextWithoutIndex } from './job-filter.ts';

export interface EventQuery {
  readonly jobId: string;
  /** Only events with a greater `seq`. */
  readonly after?: number | undefined;
  /** Only events with a smaller `seq`; the newest of them, if `after` is not given. */
  readonly before?: number | undefined;
  /** Only events whose number within the job is at least this. */
  readonly from?: number | undefined;
  readonly group?: EventGroup | undefined;
  readonly kinds?: readonly EventKind[] | undefined;
  readonly attempt?: number | undefined;
  readonly q?: string | undefined;
  /** Only events up to the one with this `seq`, in the direction of the query. */
  readonly upTo?: number | undefined;
  readonly limit: number;
}

/** Events of one job in the order of `seq`: the first after `after`, or with `before` alone the last before it. */
export const readEvents = (db: Database, { from, ...query }: EventQuery): Promise<StoredEvent[]> =>
  selectEvents(db, sql`job_events`, query, numberConditions(query.jobId, from));

const numberConditions = (jobId: string, from: number | undefined): RawBuilder<unknown>[] =>
  from === undefined ? [] : [isFromNumberOn(jobId, from)];

/** A text is looked for in so many events at once: comparing them takes some hundredths of a second. */
export const EVENTS_SEARCHED = 25_000;

/** The `seq` up to which one request looks for a text. Undefined: to the end, which is not further. */
export const readEndOfSearch = async (
  db: Database,
  { jobId, after, before, from }: EventQuery,
): Promise<number | undefined> => {
  const range = [...conditionsOf({ jobId, after, before }), ...numberConditions(jobId, from)];
  const { rows } = await sql<{ seq: number }>`
    select seq from job_events where ${sql.join(range, sql` and `)}
    order by seq ${isBackwards({ after, before }) ? sql`desc` : sql`asc`} offset ${EVENTS_SEARCHED - 1} limit 1`.execute(
    db,
  );
  return rows[0]?.seq;
};

/** The same of events that an archive has as lines of JSON. */
export const selectFromLines = (
  db: Database,
  lines: readonly string[],
  query: EventQuery,
): Promise<StoredEvent[]> =>
  selectEvents(db, sql`jsonb_populate_recordset(null::job_events, ${`[${lines.join(',')}]`}::jsonb)`, query);

/** Whether a query asks for the last events before a place, not for the first ones after one. */
export const isBackwards = ({ before, after }: Pick<EventQuery, 'before' | 'after'>): boolean =>
  before !== undefined && after === undefined;

const selectEvents = async (
  db: Database,
  source: RawBuilder<unknown>,
  query: EventQuery,
  conditions: readonly RawBuilder<unknown>[] = [],
): Promise<StoredEvent[]> => {
  const { rows } = await sql<EventRow>`
    select * from ${source} where ${sql.join([...conditionsOf(query), ...conditions], sql` and `)}
    order by seq ${isBackwards(query) ? sql`desc` : sql`asc`} limit ${query.limit}`.execute(db);
  const events = rows.map(rowToEvent);
  return isBackwards(query) ? events.reverse() : events;
};

const conditionsOf = (query: Omit<EventQuery, 'limit'>): RawBuilder<unknown>[] => [
  sql`job_id = ${query.jobId}::uuid`,
  ...(query.after === undefined ? [] : [sql`seq > ${query.after}`]),
  ...(query.before === undefined ? [] : [sql`seq < ${query.before}`]),
  ...(query.from === undefined ? [] : [sql`number >= ${query.from}`]),
  ...(query.upTo === undefined ? [] : [sql`seq ${isBackwards(query) ? sql`>=` : sql`<=`} ${query.upTo}`]),
  ...(query.group === undefined ? [] : [groupCondition(query.group)]),
  ...(query.kinds?.length ? [sql`kind = any(${query.kinds}::text[])`] : []),
  ...(query.attempt === undefined ? [] : [sql`attempt = ${query.attempt}`]),
  ...(query.q ? [containsTextWithoutIndex(sql`message`, query.q)] : []),
];

/**
 * Leaves out the events before one with a number. No index has numbers, but they rise with `seq`: so the place is found by
 * halving the range of `seq` again and again, and not by reading half of a log of a hundred thousand lines.
 */
const isFromNumberOn = (jobId: string, number: number): RawBuilder<unknown> => sql`seq > (
  with recursive place as (
    select 0::bigint as low, (
      select seq from job_events where job_id = ${jobId}::uuid order by seq desc limit 1
    ) as high
    union all
    select case when e.number < ${number} then e.seq else low end,
      case when e.number < ${number} then high else (low + high) / 2 end
    from place cross join lateral (
      select seq, number from job_events where job_id = ${jobId}::uuid and seq > (low + high) / 2
      order by seq limit 1
    ) e
    where high > low
  )
  select max(low) from place)`;

const groupCondition = (group: EventGroup): RawBuilder<unknown> => {
  const { kinds, levels } = EVENTS_IN_GROUP[group];
  return sql`(kind = any(${kinds}::text[]) or level = any(${levels}::text[]))`;
};

/** Events of these jobs with a `seq` greater than `after` and up to `upTo`. */
export const readNewEvents = async (
  db: Database,
  jobIds: readonly string[],
  after: number,
  upTo: number,
): Promise<StoredEvent[]> => {
  if (jobIds.length === 0) return [];
  const { rows } = await sql<EventRow>`
    select * from job_events
    where job_id = any(${jobIds}::uuid[]) and seq > ${after} and seq <= ${upTo}
    order by seq`.execute(db);
  return rows.map(rowToEvent);
};

/** What an instance reported, and when it arrived. The id is null where the reports name no instance. */
export interface InstanceSample extends ClockSample {
  readonly instanceId: string | null;
}

/** The first reports with a time of each attempt at these jobs. */
const clockSamples = (jobs: RawBuilder<unknown>) => sql<SampleRow>`
  select a.instance_id, e.reported, e.received_at
  from (${jobs}) j
  join job_attempts a on a.job_id = j.id
  cross join lateral (
    select reported, received_at from job_events
    where job_id = j.id and attempt = a.number and reported is not null
    order by seq limit ${SAMPLES_PER_ATTEMPT}
  ) e
  order by e.received_at limit ${MAX_SAMPLES}`;

interface SampleRow {
  readonly instance_id: string | null;
  readonly reported: string;
  readonly received_at: Date;
}

const SAMPLES_PER_ATTEMPT = 20;
const MAX_SAMPLES = 1_000;
const LATEST_JOBS = 30;

export const readJobClock = async (db: Database, jobId: string): Promise<InstanceSample[]> => {
  const { rows } = await clockSamples(sql`select ${jobId}::uuid as id`).execute(db);
  return rows.map(rowToSample);
};

/** Of the latest jobs of an extractor. */
export const readInstanceClocks = async (db: Database, extractor: string): Promise<InstanceSample[]> => {
  const latest = sql`select id from jobs where extractor = ${extractor} order by id desc limit ${LATEST_JOBS}`;
  return (await clockSamples(latest).execute(db)).rows.map(rowToSample);
};

const rowToSample = ({ instance_id, reported, received_at }: SampleRow): InstanceSample => ({
  instanceId: instance_id,
  reported,
  receivedAt: instantOf(received_at),
});
