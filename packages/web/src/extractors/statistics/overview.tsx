import { SegmentedControl } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useMemo } from 'react';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { useNow } from '../../design/use-now.ts';
import { instancesQuery, versionsQuery } from '../extractor-queries.ts';
import { LanesPanel } from './lanes-panel.tsx';
import styles from './overview.module.css';
import { sizedRuns } from './runs.ts';
import { versionMarks } from './series.ts';
import { SizePanel } from './size-panel.tsx';
import { runsQuery, type StatisticsRange, statisticsQuery } from './statistics-queries.ts';
import { DurationPanel, ThroughputPanel } from './time-charts.tsx';
import { VersionsPanel } from './versions-panel.tsx';

interface OverviewProps {
  readonly name: string;
  readonly range: StatisticsRange;
}

/** How the extractor has worked: over time, by size of the input, by version and by instance. */
export const Overview = ({ name, range }: OverviewProps) => {
  const { data, error, refetch } = useQuery(statisticsQuery(name, range));
  const versions = useQuery(versionsQuery(name)).data;
  const marks = useMemo(() => (data ? versionMarks(versions ?? [], data) : []), [data, versions]);
  return (
    <div className={styles.overview}>
      <RangeControl range={range} />
      {!data && error ? (
        <ErrorPanel what="The figures could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="figures" rows={6} /> : null}
      {data ? (
        <div className={styles.halves}>
          <ThroughputPanel statistics={data} marks={marks} />
          <DurationPanel statistics={data} marks={marks} />
        </div>
      ) : null}
      <div className={styles.halves}>
        <VersionsPanel name={name} />
        <Runs name={name} range={range} />
      </div>
    </div>
  );
};

const LABELS = [
  { value: '2d', label: '48 hours' },
  { value: '7d', label: '7 days' },
  { value: '30d', label: '30 days' },
  { value: '90d', label: '90 days' },
] as const;

const RangeControl = ({ range }: Pick<OverviewProps, 'range'>) => {
  const navigate = useNavigate();
  return (
    <SegmentedControl
      className={styles.range}
      aria-label="Time range"
      data={[...LABELS]}
      value={range}
      onChange={(chosen) =>
        void navigate({
          to: '.',
          search: ((before: object) => ({ ...before, range: chosen })) as never,
          replace: true,
          resetScroll: false,
        })
      }
    />
  );
};

const Runs = ({ name, range }: OverviewProps) => {
  const { data, error, refetch } = useQuery(runsQuery(name, range));
  const instances = useQuery(instancesQuery(name)).data;
  const now = useNow(false);
  const sized = useMemo(() => sizedRuns(data?.items ?? []), [data]);
  if (!data && error)
    return <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={() => void refetch()} />;
  if (!data) return <LoadingRows what="jobs" rows={6} />;
  return (
    <div className={styles.stack}>
      <SizePanel runs={sized} />
      <LanesPanel runs={newestOf(data.items, data.is_all)} instances={instances ?? []} now={now} />
    </div>
  );
};

/** Those spread over the range would be far apart from the newest, between which there are no gaps. */
const NEWEST = 250;
const newestOf = <Item,>(items: readonly Item[], isAll: boolean): readonly Item[] =>
  isAll ? items : items.slice(0, NEWEST);
