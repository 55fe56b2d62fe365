import { SegmentedControl } from '@mantine/core';
import type { Extractor, Instance } from '@pawprint/protocol';
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type ReactNode, useMemo } from 'react';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { useNow } from '../../design/use-now.ts';
import { InstancesPanel } from '../extractor-page/instances-panel.tsx';
import { instancesQuery, versionsQuery } from '../extractor-queries.ts';
import { DurationPanel } from './duration-panel.tsx';
import { LanesPanel } from './lanes-panel.tsx';
import styles from './overview.module.css';
import { sizedRuns } from './runs.ts';
import { versionMarks } from './series.ts';
import { SizePanel } from './size-panel.tsx';
import {
  NEWEST_RUNS,
  runsQuery,
  type SampledRuns,
  type StatisticsRange,
  statisticsQuery,
} from './statistics-queries.ts';
import { ThroughputPanel } from './throughput-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

interface OverviewProps {
  readonly extractor: Extractor;
  readonly range: StatisticsRange;
}

/** How the extractor has worked: over time, by size of the input, by version and by instance. */
export const Overview = ({ extractor, range }: OverviewProps) => {
  const { name } = extractor;
  const { data, error, refetch } = useQuery(statisticsQuery(name, range));
  const versions = useQuery(versionsQuery(name)).data;
  const runs = useQuery(runsQuery(name, range));
  const instances = useQuery(instancesQuery(name)).data;
  const now = useNow(false);
  const marks = useMemo(() => (data ? versionMarks(versions ?? [], data) : []), [data, versions]);
  return (
    <section className={styles.overview} aria-label="Statistics">
      <RangeControl range={range} />
      {!data && error ? (
        <ErrorPanel what="The figures could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="figures" rows={6} /> : null}
      {data ? (
        <div className={styles.halves}>
          <ThroughputPanel extractor={name} statistics={data} marks={marks} />
          <DurationPanel extractor={name} statistics={data} marks={marks} />
        </div>
      ) : null}
      <div className={styles.halves}>
        <VersionsPanel name={name} />
        <InstancesPanel extractor={extractor} brief />
      </div>
      {data ? (
        <Runs query={runs}>
          {({ items, is_all: isAll }) => (
            <LanesPanel
              key={range}
              runs={isAll ? items : items.slice(0, NEWEST_RUNS)}
              isAll={isAll}
              instances={instances ?? NO_INSTANCES}
              statistics={data}
              marks={marks}
              now={now}
            />
          )}
        </Runs>
      ) : null}
      <Runs query={runs}>{({ items }) => <SizePanel runs={sizedRuns(items)} />}</Runs>
    </section>
  );
};

const NO_INSTANCES: readonly Instance[] = [];

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

interface RunsProps {
  readonly query: UseQueryResult<SampledRuns, Error>;
  readonly children: (runs: SampledRuns) => ReactNode;
}

const Runs = ({ query: { data, error, refetch }, children }: RunsProps) => {
  if (data) return children(data);
  return error ? (
    <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={() => void refetch()} />
  ) : (
    <LoadingRows what="jobs" rows={6} />
  );
};
