import type { Extractor, ExtractorChange, VersionComparison } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { lazyPart } from '../../design/on-demand.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { type PageTab, PageTabs } from '../../design/page-tabs.tsx';
import { Tag } from '../../design/tag.tsx';
import text from '../../design/text.module.css';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useHasRight } from '../../session/session.ts';
import { changesQuery } from '../changes/changes-query.ts';
import { instancesQuery } from '../extractor-queries.ts';
import { comparisonQuery, type StatisticsRange } from '../statistics/statistics-queries.ts';
import { ExtractorActions } from './extractor-actions.tsx';
import { ExtractorFacts } from './extractor-facts.tsx';
import styles from './extractor-view.module.css';
import { HealthPanel } from './health-panel.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { useLatestJobs } from './latest-jobs.ts';

const FEW_JOBS = 20;
const MANY_JOBS = 200;

type Tab = 'overview' | 'jobs' | 'instances' | 'error-queue' | 'changes' | 'settings';

interface ExtractorViewProps {
  readonly extractor: Extractor;
  readonly tab?: Tab;
  readonly range?: StatisticsRange;
}

export const ExtractorView = ({ extractor, tab = 'overview', range = '2d' }: ExtractorViewProps) => {
  const { name } = extractor;
  const instances = useQuery(instancesQuery(name)).data;
  const [limit, setLimit] = useState(FEW_JOBS);
  const { jobs, error, retry, live } = useLatestJobs(name, limit);
  const tabs = useTabs(extractor, instances?.length);
  const chosen = tabs.some(({ name: known }) => known === tab) ? tab : 'overview';
  return (
    <>
      <PageHead
        actions={
          <>
            <LiveIndicator live={live} pausable={false} />
            <ExtractorActions extractor={extractor} />
          </>
        }
      >
        <h1>
          {name} <span className={text.version}>{extractor.version}</span>{' '}
          {extractor.is_private ? <Tag>Private</Tag> : null}
        </h1>
        {extractor.description ? <p className={styles.description}>{extractor.description}</p> : null}
        <ExtractorFacts extractor={extractor} instances={instances} />
      </PageHead>
      <PageTabs
        label={`About ${name}`}
        tabs={tabs}
        chosen={chosen}
        above={chosen === 'overview' ? <HealthPanel extractor={extractor} instances={instances} /> : null}
      >
        <div className={styles.panels}>
          {chosen === 'overview' ? <Overview extractor={extractor} range={range} /> : null}
          {chosen === 'jobs' ? (
            <LatestJobsPanel
              name={name}
              jobs={jobs}
              error={error}
              limit={limit}
              onMore={limit < MANY_JOBS ? () => setLimit(MANY_JOBS) : undefined}
              onRetry={retry}
            />
          ) : null}
          {chosen === 'instances' ? <InstancesPanel extractor={extractor} /> : null}
          {chosen === 'error-queue' ? <ErrorQueuePanel name={name} /> : null}
          {chosen === 'changes' ? <ChangesOfExtractor name={name} /> : null}
          {chosen === 'settings' ? <SettingsTab extractor={extractor} /> : null}
        </div>
      </PageTabs>
    </>
  );
};

/** Each tab with its number. An extractor on HTTP has no error queue. */
const useTabs = (extractor: Extractor, instances: number | undefined): readonly PageTab<Tab>[] => {
  const { name } = extractor;
  const isOperator = useHasRight('operate');
  const hasErrorQueue = isOperator && extractor.queue !== null;
  const versions = useQuery(comparisonQuery(name)).data?.versions;
  const changes = useQuery({ ...changesQuery(name), enabled: isOperator }).data?.items;
  return [
    { name: 'overview', label: 'Overview' },
    { name: 'jobs', label: 'Jobs', count: countJobs(extractor, versions) },
    { name: 'instances', label: 'Instances', count: instances },
    ...(hasErrorQueue ? [{ name: 'error-queue', label: 'Error queue' } as const] : []),
    ...(isOperator ? [{ name: 'changes', label: 'Changes', count: waitingChanges(changes) } as const] : []),
    { name: 'settings', label: 'Settings' },
  ];
};

/** The charts and their library are not in the code of the other tabs. */
const Overview = lazyPart(async () => (await import('../statistics/overview.tsx')).Overview);

const LatestJobsPanel = lazyPart(async () => (await import('./latest-jobs-panel.tsx')).LatestJobsPanel);

const ErrorQueuePanel = lazyPart(
  async () => (await import('../error-queue/error-queue-panel.tsx')).ErrorQueuePanel,
);
const ChangesOfExtractor = lazyPart(
  async () => (await import('../changes/changes-panel.tsx')).ChangesOfExtractor,
);

const SettingsTab = lazyPart(async () => (await import('./settings-tab.tsx')).SettingsTab);

/** Jobs that ended are counted by the version that ended them. Undefined until they are loaded. */
const countJobs = (
  { waiting, running }: Extractor,
  versions: VersionComparison['versions'] | undefined,
): number | undefined =>
  versions?.reduce((sum, { jobs, cancelled }) => sum + jobs + cancelled, waiting + running);

/** Undefined, and so not shown, where none waits for an operator. */
const waitingChanges = (changes: readonly ExtractorChange[] = []): number | undefined =>
  changes.filter(({ state }) => state === 'waiting').length || undefined;
