import type { Instant } from '@pawprint/core';
import { sql } from 'kysely';
import type { Grant } from '../../model/grant.ts';
import type { JobView } from '../../model/job.ts';
import type { Database } from '../database.ts';
import { allOf, filterConditions, grantConditions, leastIdAt } from './job-filter.ts';
import { listJobs } from './list-jobs.ts';
import { readJobsById } from './read-jobs.ts';

/** The jobs of an extractor, or of a dataset and its files. */
type SampledJobs = { readonly extractor: string } | { readonly datasetId: string };

interface Sample {
  /** Whose jobs are read. */
  readonly grant: Grant;
  readonly of: SampledJobs;
  readonly since: Instant;
  readonly until: Instant;
  readonly newest: number;
  /** One job is read of each of so many parts of the range, if these are not all of its jobs. */
  readonly spread: number;
}

/** Jobs of an extractor or a dataset that were submitted within a range, newest first: bounded, however many it has. */
export const sampleJobs = async (
  db: Database,
  { grant, of, since, until, newest, spread }: Sample,
  now: Instant,
): Promise<{ readonly jobs: readonly JobView[]; readonly isAll: boolean }> => {
  const filter = { ...of, since, until };
  const { jobs, next } = await listJobs(db, { grant, filter, sort: '-submitted_at', limit: newest }, now);
  const oldest = jobs.at(-1)?.job.progress.submittedAt;
  if (next === null || spread === 0 || oldest === undefined) return { jobs, isAll: next === null };
  const ids = await readSpreadIds(db, { grant, of, since, until: oldest, spread });
  const others = await readJobsById(db, ids);
  return { jobs: [...jobs, ...others.toSorted(byLatestSubmitted)], isAll: false };
};

const byLatestSubmitted = (one: JobView, other: JobView): number =>
  other.job.progress.submittedAt - one.job.progress.submittedAt;

/** So many jobs are read of each part to find one that the grant covers. */
const TRIES = 10;

const readSpreadIds = async (
  db: Database,
  { grant, of, since, until, spread }: Omit<Sample, 'newest'>,
): Promise<string[]> => {
  const bounds = Array.from({ length: spread + 1 }, (_, part) =>
    leastIdAt(Math.floor(since + ((until - since) * part) / spread)),
  );
  const { rows } = await sql<{ id: string }>`
    select found.id from unnest(${bounds.slice(0, -1)}::uuid[], ${bounds.slice(1)}::uuid[]) part (since, until)
    cross join lateral (
      select id from (
        select id, dataset_id from jobs
        where ${allOf(filterConditions(of, until))} and id >= part.since and id < part.until
        order by id limit ${TRIES}
      ) first
      where ${allOf(grantConditions(grant))} order by id limit 1
    ) found`.execute(db);
  return rows.map(({ id }) => id);
};
