import type { CallAnswer } from '@pawprint/protocol';
import { parseJobQuery, readTopTerm } from '@pawprint/protocol/client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { formatCount } from '../../design/count.ts';
import type { State } from '../../design/state.tsx';
import { withTerm } from './query-text.ts';

export type JobCounts = NonNullable<CallAnswer<'countJobsByTime'>>;

const REFRESH_MS = 15_000;

/** How many jobs meet the query whatever their state, so that each state's chip says how many it would add. */
export const useJobCounts = (query: string) => {
  const anyState = withTerm(query, 'state', undefined);
  return useQuery({
    queryKey: keys.jobCounts(anyState),
    queryFn: ({ signal }) =>
      callRoute('countJobsByTime', { query: anyState === '' ? {} : { query: anyState }, signal }),
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
    retry: false,
  });
};

/** The states that the query asks for; all if it names none. */
export const statesOf = (query: string): ReadonlySet<State> | 'all' => {
  const parsed = parseJobQuery(query);
  const term = parsed.ok ? readTopTerm(parsed.query, 'state') : undefined;
  return term?.key === 'state' ? new Set(term.values) : 'all';
};

/** "226 of 12,480". Where not all were counted, it says so. */
export const describeCounts = ({ states, is_complete: isComplete }: JobCounts, query: string): string => {
  const asked = statesOf(query);
  const sum = (counted: JobCounts['states']): number =>
    counted.reduce((total, { count }) => total + count, 0);
  const total = formatCount(sum(states));
  if (!isComplete && states.length === 0) return 'none of the newest';
  if (asked === 'all') return isComplete ? total : `more than ${total}`;
  const among = isComplete ? total : `the newest ${total}`;
  return `${formatCount(sum(states.filter(({ state }) => asked.has(state))))} of ${among}`;
};
