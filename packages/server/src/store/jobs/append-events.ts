import { isInGroup, type JobState } from '@pawprint/core';
import { sql } from 'kysely';
import { failureOfJob } from '../../model/failure.ts';
import type { AttemptLease, EventCounts, Job } from '../../model/job.ts';
import type { JobChange, RecordedEvent } from '../../model/job-change.ts';
import { ADVISORY_LOCKS } from '../advisory-locks.ts';
import { type DatabaseTransaction, LIMITED_IDLE_TIME, PREPARED } from '../database.ts';
import { countEndedJobs } from '../extractors/ended-jobs.ts';
import { timeOf, timeOrNull } from '../instant-column.ts';
import { existingUser } from '../users.ts';
import { ATTEMPT_TYPES, attemptToRow } from './attempt-row.ts';
import { EVENT_TYPES, eventToRow } from './event-row.ts';
import { type FailureRow, failureToRows, writingFailures } from './failure-totals.ts';
import { factsToRow, PROGRESS_TYPES, progressToRow } from './job-row.ts';
import { type StateRow, stateToRows, writingLatestStates } from './latest-states.ts';
import { type ColumnTypes, columnNames, MOST_PREPARED, unnestRows } from './unnest-rows.ts';

/** The channel of `LISTEN`: every commit that changes jobs sends its newest `seq`. */
export const JOBS_CHANNEL = 'pawprint_jobs';

/**
 * The only place that writes events: numbers and stores them, updates their jobs and attempts, and keeps the totals of
 * datasets and of failures, the latest states of files, and the statistics of extractors.
 *
 * The numbering lock lasts until the commit, so events become visible in the order of their numbers. Call this last in a
 * transaction, after locking the jobs: every other writer waits for what comes after it. The locked row also says which
 * number the job's next event has.
 */
export const appendEvents = async (
  trx: DatabaseTransaction,
  changes: readonly JobChange[],
): Promise<void> => {
  const changed = changes.filter((change) => change.events.length > 0);
  if (changed.length === 0) return;
  const events = changed.flatMap(({ before, after, events }) =>
    events.map((event, index) => eventToRow(after.facts.id, event, before.eventCounts.all + index + 1)),
  );
  // Every other writer waits for the lock: a server that hangs must not hold it for long.
  await sql`select ${LIMITED_IDLE_TIME}, pg_advisory_xact_lock(${ADVISORY_LOCKS.eventNumbers})`.execute(trx);
  await writeRows(trx, {
    events,
    jobs: changed.map(jobToRow),
    attempts: changed.flatMap(attemptsToRows),
    totals: totalsToRows(changed),
    failures: changed.flatMap(failureToRows),
    states: changed.flatMap(stateToRows),
  });
  await countEndedJobs(trx, changed);
};

interface Rows {
  readonly events: readonly ReturnType<typeof eventToRow>[];
  readonly jobs: readonly ReturnType<typeof jobToRow>[];
  readonly attempts: readonly ReturnType<typeof attemptToRow>[];
  readonly totals: readonly TotalRow[];
  readonly failures: readonly FailureRow[];
  readonly states: readonly StateRow[];
}

/**
 * Two parts exist only for the planner. The ids of the jobs are repeated as an array: it cannot estimate `unnest`, and
 * would scan all jobs. `change` is materialized before the join with jobs: it expects one job to match, and would scan
 * all changes for each.
 */
const writeRows = (trx: DatabaseTransaction, rows: Rows) => {
  const { events, jobs, attempts, totals, failures, states } = rows;
  // A prepared statement has a plan for a few rows.
  const isSmall = Object.values(rows).every((each) => each.length <= MOST_PREPARED);
  return sql`${isSmall ? PREPARED : sql``}
  with numbered as (
    insert into job_events (seq, ${columnNames(EVENT_TYPES)})
    select nextval('job_event_seq'), e.* from ${unnestRows(events, EVENT_TYPES)} e
    returning job_id, seq
  ), last as (
    select job_id, max(seq) as seq from numbered group by job_id
  ), change as materialized (
    select c.*, last.seq from ${unnestRows(jobs, JOB_TYPES)} c join last on last.job_id = c.id
  ), changed as (
    update jobs set
      state = c.state, flags = c.flags, attempt_count = c.attempt_count, queued_at = c.queued_at,
      started_at = c.started_at, finished_at = c.finished_at, last_event_at = c.last_event_at,
      progress = c.progress, latest_kind = c.latest_kind, latest_message = c.latest_message,
      latest_at = c.latest_at, error_message = c.error_message, error_attempt = c.error_attempt,
      reason = c.reason, reason_code = c.reason_code, reason_facts = c.reason_facts,
      cancel_requested_by = c.cancel_requested_by,
      cancel_requested_at = c.cancel_requested_at, cancel_outcome = c.cancel_outcome,
      extractor_version = c.extractor_version, version_candidates = c.version_candidates,
      resubmitted_as = c.resubmitted_as, lane = c.lane,
      lines_dropped = c.lines_dropped, event_count = c.event_count,
      server_event_count = c.server_event_count, error_event_count = c.error_event_count,
      failure = c.failure, available_at = coalesce(c.available_at, jobs.available_at), last_seq = c.seq
    from change c
    where jobs.id = c.id and jobs.id = any(${jobs.map(({ id }) => id)}::uuid[])
  ), written_attempts as (
    insert into job_attempts (${columnNames(ATTEMPT_TYPES)})
    select a.* from ${unnestRows(attempts, ATTEMPT_TYPES)} a
    on conflict (job_id, number) do update set
      outcome = excluded.outcome, ended_at = excluded.ended_at, error = excluded.error, reason = excluded.reason,
      instance_id = excluded.instance_id, extractor_version = excluded.extractor_version,
      version_candidates = excluded.version_candidates, is_presumed = excluded.is_presumed
  ), written_totals as (
    insert into job_totals as kept (${columnNames(TOTAL_TYPES)})
    select t.* from ${unnestRows(totals, TOTAL_TYPES)} t
    on conflict (dataset_id, extractor, state) do update set jobs = kept.jobs + excluded.jobs
  )${failures.length === 0 ? sql`` : sql`, ${writingFailures(failures)}`}
  ${states.length === 0 ? sql`` : sql`, ${writingLatestStates(states)}`}
  select pg_notify(${JOBS_CHANNEL}, max(seq)::text) from numbered`.execute(trx);
};

const jobToRow = ({ before, after, events, availableAt }: JobChange) => ({
  id: after.facts.id,
  lane: after.lane,
  available_at: timeOrNull(availableAt),
  failure: failureOfJob(after)?.failure.id ?? null,
  ...progressToRow(after.progress),
  ...countsToRow(before.eventCounts, events),
});

const countsToRow = ({ all, server, errors }: EventCounts, added: readonly RecordedEvent[]) => ({
  event_count: all + added.length,
  server_event_count: server + added.filter((event) => isInGroup(event, 'server')).length,
  error_event_count: errors + added.filter((event) => isInGroup(event, 'errors')).length,
});

const JOB_TYPES = {
  id: 'uuid',
  lane: 'text',
  available_at: 'timestamptz',
  failure: 'text',
  ...PROGRESS_TYPES,
  event_count: 'integer',
  server_event_count: 'integer',
  error_event_count: 'integer',
} as const satisfies ColumnTypes<Omit<ReturnType<typeof jobToRow>, 'submitted_at'>>;

const attemptsToRows = ({ before, after }: JobChange) =>
  after.progress.attempts
    .filter((attempt, index) => attempt !== before.progress.attempts[index])
    .map((attempt) => attemptToRow(after.facts.id, attempt, leaseFor(after, attempt.number)));

const leaseFor = ({ leases }: Job, attempt: number): AttemptLease | undefined =>
  leases.find((lease) => lease.attempt === attempt);

/** By how many jobs a total changes. */
interface TotalRow {
  readonly dataset_id: string;
  readonly extractor: string;
  readonly state: JobState;
  readonly jobs: number;
}

const TOTAL_TYPES = {
  dataset_id: 'uuid',
  extractor: 'text',
  state: 'text',
  jobs: 'integer',
} as const satisfies ColumnTypes<TotalRow>;

/** A job leaves the total of its old state, unless it is new, and enters that of its new one. Each total occurs once. */
const totalsToRows = (changes: readonly JobChange[]): TotalRow[] => {
  const totals = new Map<string, TotalRow>();
  const add = ({ facts: { datasetId, extractor }, progress: { state } }: Job, jobs: number): void => {
    if (datasetId === null) return;
    const key = `${datasetId} ${state} ${extractor}`;
    const sum = (totals.get(key)?.jobs ?? 0) + jobs;
    totals.set(key, { dataset_id: datasetId, extractor, state, jobs: sum });
  };
  for (const { before, after } of changes) {
    const isNew = before.eventCounts.all === 0;
    if (!isNew && before.progress.state === after.progress.state) continue;
    if (!isNew) add(before, -1);
    add(after, 1);
  }
  return [...totals.values()].filter(({ jobs }) => jobs !== 0);
};

/** Inserts new jobs; `appendEvents` must write their first events in the same transaction. */
export const insertJobs = async (trx: DatabaseTransaction, jobs: readonly Job[]): Promise<void> => {
  const rows = jobs.map(({ facts, progress, lane }) => ({
    ...factsToRow(facts),
    ...progressToRow(progress),
    submitted_by: existingUser(facts.submittedBy),
    available_at: timeOf(progress.submittedAt),
    last_seq: 0,
    lane,
  }));
  for (let done = 0; done < rows.length; done += MAX_ROWS)
    await trx
      .insertInto('jobs')
      .values(rows.slice(done, done + MAX_ROWS))
      .execute();
};

/** A statement of PostgreSQL can have 65,535 values, and a job has about forty. */
const MAX_ROWS = 1_000;
