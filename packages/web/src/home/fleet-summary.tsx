import type { Extractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { countOf } from '../design/count.ts';
import layout from '../design/layout.module.css';
import { extractorsQuery } from '../extractors/extractor-queries.ts';
import { InstanceCounts } from '../extractors/instance-status.tsx';

/** How many processes of extractors run, and whether some are late or gone. */
export const FleetSummary = () => {
  const { data = [] } = useQuery(extractorsQuery);
  if (data.length === 0) return null;
  const counts = sumInstances(data);
  const consumers = data.reduce(
    (sum, { queue }) => sum + (queue?.sends_heartbeats === false ? queue.consumers : 0),
    0,
  );
  return (
    <span className={layout.row}>
      <Link to="/extractors">{countOf(data.length, 'extractor')}</Link>
      {counts.live + counts.late + counts.gone > 0 ? <InstanceCounts counts={counts} queue={null} /> : null}
      {consumers > 0 ? <span>{countOf(consumers, 'consumer')} without heartbeats</span> : null}
    </span>
  );
};

const sumInstances = (extractors: readonly Extractor[]): Extractor['instances'] => {
  const sum = (status: keyof Extractor['instances']): number =>
    extractors.reduce((total, { instances }) => total + instances[status], 0);
  return { live: sum('live'), late: sum('late'), stopped: sum('stopped'), gone: sum('gone') };
};
