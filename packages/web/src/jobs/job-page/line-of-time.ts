import type { SeenDetail } from '../job/job-query.ts';
import { timesAt } from '../job/job-times.ts';
import { attemptBars, type Bar } from './timeline/attempt-bars.ts';

/** A job's time as bars on one line; `total` is where it ends, ms after submission. */
export const lineOf = (
  detail: SeenDetail,
  now: number,
  heardAt?: ReadonlyMap<number, number>,
): { readonly bars: Bar[]; readonly total: number } => {
  const { job, attempts } = detail;
  const total = timesAt(detail, now).elapsedMs;
  const end = Date.parse(job.submitted_at) + total;
  return { bars: attemptBars(job.submitted_at, attempts, end, heardAt), total };
};
