import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { countOf } from '../design/count.ts';
import layout from '../design/layout.module.css';
import { InstanceCounts } from '../extractors/instance-status.tsx';

/** No live update reports a heartbeat. */
const REFRESH_MS = 10_000;

const instanceCountsQuery = queryOptions({
  queryKey: keys.instanceCounts,
  queryFn: ({ signal }) => callRoute('countInstances', { signal }),
  refetchInterval: REFRESH_MS,
});

/** How many processes of extractors run, and whether some are late or gone. */
export const FleetSummary = () => {
  const { data } = useQuery(instanceCountsQuery);
  if (data === undefined || data.extractors === 0) return null;
  const { extractors, instances, consumers } = data;
  return (
    <span className={layout.row}>
      <Link to="/extractors">{countOf(extractors, 'extractor')}</Link>
      {instances.live + instances.late + instances.gone > 0 ? (
        <InstanceCounts counts={instances} queue={null} />
      ) : null}
      {consumers > 0 ? <span>{countOf(consumers, 'consumer')} without heartbeats</span> : null}
    </span>
  );
};
