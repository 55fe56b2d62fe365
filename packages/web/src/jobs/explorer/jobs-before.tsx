import {
  type JobTerm,
  parseJobQuery,
  readTopTerm,
  setTopTerm,
  writeJobQuery,
} from '@pawprint/protocol/client';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { countOf } from '../../design/count.ts';

/** So many are counted; beyond that, it is said that there are more. */
const MOST_COUNTED = 100;

/** Running jobs that the query leaves out only because they were submitted before its time range. */
export const JobsBefore = ({ query }: { readonly query: string }) => {
  const before = runningBefore(query);
  const { data } = useQuery({
    queryKey: keys.jobsBefore(before ?? ''),
    queryFn: ({ signal }) =>
      callRoute('listJobs', { query: { query: before ?? '', limit: MOST_COUNTED }, signal }),
    enabled: before !== null,
    staleTime: 30_000,
  });
  const count = data?.items.length ?? 0;
  if (before === null || count === 0) return null;
  return (
    <Link to="/jobs" search={{ q: before }}>
      {countOf(count, 'running job')}
      {data?.next === null ? '' : ' or more'} began before this range
    </Link>
  );
};

/** Null if the query has no beginning, or does not list running jobs. */
export const runningBefore = (query: string): string | null => {
  const parsed = parseJobQuery(query);
  if (!parsed.ok) return null;
  const since = readTopTerm(parsed.query, 'since');
  const state = readTopTerm(parsed.query, 'state');
  if (since?.key !== 'since') return null;
  if (state?.key === 'state' && !state.values.includes('RUNNING')) return null;
  const until: JobTerm = { key: 'until', time: since.time };
  const running = setTopTerm(parsed.query, 'state', { key: 'state', values: ['RUNNING'] });
  return writeJobQuery(setTopTerm(setTopTerm(running, 'since', undefined), 'until', until));
};
