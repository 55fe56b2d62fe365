import { type Instant, NON_TERMINAL_STATES, type SilenceTerms } from '@pawprint/core';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database.ts';
import { instantOrNull, timeOf } from '../instant-column.ts';

/** The ids of an extractor's jobs that may be stalled or lost, the longest silent first. */
export interface SilentJobs {
  readonly extractor: string;
  /** Silent and not marked as stalled, or running and silent for too long, or tried too often. */
  readonly silent: readonly string[];
  /** They wait and are marked as stalled. */
  readonly stalledInLine: readonly string[];
}

/** Of all extractors. There is no limit, since jobs that turn out unchanged would keep the others from being read. */
export const readSilentJobs = async (
  db: Database,
  { minStallMs, limitMs, maxAttempts }: SilenceTerms,
  now: Instant,
): Promise<SilentJobs[]> => {
  const isStalledInLine = sql`state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and flags @> array['stalled']`;
  const isSilent = sql`(
    (last_event_at < ${timeOf(now - minStallMs)} and not flags @> array['stalled'])
    or (last_event_at < ${timeOf(now - limitMs)} and state = 'RUNNING')
    or attempt_count >= ${maxAttempts}
  )`;
  const idsOf = (which: RawBuilder<unknown>) =>
    sql`coalesce(array_agg(id order by last_event_at, id) filter (where ${which})::text[], '{}')`;
  const { rows } = await sql<SilentJobs>`
    select extractor, ${idsOf(isSilent)} as silent,
      ${idsOf(sql`${isStalledInLine} and not ${isSilent}`)} as "stalledInLine"
    from jobs
    where finished_at is null and state = any(${NON_TERMINAL_STATES}::text[])
      and (${isSilent} or (${isStalledInLine}))
    group by extractor order by extractor`.execute(db);
  return rows;
};

/**
 * When the line of jobs that wait for an extractor last moved, as far as a few rows tell: the latest activity of its
 * running jobs and of those submitted just before the oldest that waits. Null if there are none.
 */
export const readLineMovedAt = async (db: Database, extractor: string): Promise<Instant | null> => {
  const { rows } = await sql<{ at: Date | null }>`
    select greatest(
      (select max(last_event_at) from jobs
        where extractor = ${extractor} and state = 'RUNNING' and finished_at is null and attempt_count > 0),
      (select max(last_event_at) from (
        select last_event_at from jobs
        where extractor = ${extractor} and id < least(
          (select id from jobs
            where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED')
              and lane is distinct from 'rabbitmq'
            order by priority desc, id limit 1),
          ${oldestInBroker(extractor)}
        )
        order by id desc limit ${JOBS_BEFORE_THE_LINE}
      ) before)
    ) as at`.execute(db);
  return instantOrNull(rows[0]?.at ?? null);
};

/**
 * Without `offset 0`, the planner may look for it in all jobs by their ids, which takes seconds among ten million. A broker
 * holds few jobs of an extractor.
 */
const oldestInBroker = (extractor: string) => sql`(
  select id from (
    select id from jobs
    where extractor = ${extractor} and state in ('SUBMITTED', 'QUEUED', 'RESUBMITTED') and lane = 'rabbitmq'
    offset 0
  ) in_broker
  order by id limit 1
)`;

const JOBS_BEFORE_THE_LINE = 100;
