import type { TerminalState } from '@pawprint/core';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/** How many jobs of each extractor ended in some hours, of all its versions. */
export interface EndedJobsSum {
  readonly states: readonly {
    readonly extractor: string;
    readonly state: TerminalState;
    readonly jobs: number;
  }[];
  readonly measures: readonly {
    readonly extractor: string;
    readonly measure: 'wait' | 'run';
    readonly bucket: number;
    readonly jobs: number;
  }[];
}

/**
 * How jobs ended in these hours, from their rows alone, by the primary key of each extractor in turn.
 *
 * @param until the hour after the last one; null for all that follow
 */
export const sumEndedStates = async (
  db: Database,
  from: number,
  until: number | null,
): Promise<EndedJobsSum['states']> => {
  const { rows } = await sql<EndedJobsSum['states'][number]>`
    select e.name as extractor, state, sum(jobs)::double precision as jobs
    from extractors e cross join lateral (
      select state, jobs from ended_jobs where ${isInHours(from, until)}
    ) ended
    group by 1, 2`.execute(db);
  return rows;
};

const isInHours = (from: number, until: number | null) =>
  sql`extractor = e.name and hour >= ${from} and hour < coalesce(${until}::integer, 2147483647)`;

/** The same, with what was measured of the jobs. */
export const sumEndedJobs = async (
  db: Database,
  from: number,
  until: number | null,
): Promise<EndedJobsSum> => {
  const [states, measures] = await Promise.all([
    sumEndedStates(db, from, until),
    sql<EndedJobsSum['measures'][number]>`
      select e.name as extractor, measure, bucket, sum(jobs)::double precision as jobs
      from extractors e cross join lateral (
        select measure, bucket, jobs from ended_job_measures
        where ${isInHours(from, until)} and measure in ('wait', 'run')
      ) measured
      group by 1, 2, 3`.execute(db),
  ]);
  return { states, measures: measures.rows };
};
