import type { JobState } from '@pawprint/core';
import { readJobFilter } from '../../jobs/read-job-filter.ts';
import { refuse } from '../../model/refusal.ts';
import { countJobsByTime, type JobCounts } from '../../store/jobs/count-by-time.ts';
import { time } from '../../wire/time.ts';
import { type Handler, ok } from '../handler.ts';
import type { JobHandlerPorts } from './ports.ts';

export const countJobsByTimeHandler =
  (ports: JobHandlerPorts): Handler<'countJobsByTime'> =>
  async ({ query, caller }) => {
    const filter = await readJobFilter(ports, caller, query);
    if ('refused' in filter) return filter;
    const selected = { grant: ports.grantOf(caller, 'see'), filter };
    const counted = await countJobsByTime(ports.db, selected, ports.now());
    if (counted === undefined)
      return refuse('too_large', 'Counting these jobs takes too long. Choose a shorter time.');
    return ok({
      is_complete: counted.isComplete,
      states: sumByState(counted),
      step_ms: counted.stepMs,
      buckets: counted.buckets.map(({ at, state, count }) => ({ at: time(at), state, count })),
    });
  };

const sumByState = ({ buckets }: JobCounts): { state: JobState; count: number }[] => {
  const sums = new Map<JobState, number>();
  for (const { state, count } of buckets) sums.set(state, (sums.get(state) ?? 0) + count);
  return [...sums].map(([state, count]) => ({ state, count }));
};
