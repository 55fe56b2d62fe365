import type { Extractor, ExtractorChange, Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { lazyPart } from '../../design/on-demand.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { type PageTab, PageTabs } from '../../design/page-tabs.tsx';
import { MoreFoot } from '../../design/paged-foot.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { ShortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useHasRight } from '../../session/session.ts';
import { changesQuery } from '../changes/changes-query.ts';
import { instancesQuery } from '../extractor-queries.ts';
import { InstanceStatus } from '../instance-status.tsx';
import type { StatisticsRange } from '../statistics/statistics-queries.ts';
import { ExtractorActions } from './extractor-actions.tsx';
import { ExtractorAudience } from './extractor-audience.tsx';
import { ExtractorFacts, laneLabel } from './extractor-facts.tsx';
import styles from './extractor-view.module.css';
import { HealthPanel } from './health-panel.tsx';
import { useLatestJobs } from './latest-jobs.ts';

const FEW_JOBS = 20;
const MANY_JOBS = 200;

type Tab = 'overview' | 'jobs' | 'instances' | 'error-queue' | 'changes';

interface ExtractorViewProps {
  readonly extractor: Extractor;
  readonly tab?: Tab;
  readonly range?: StatisticsRange;
}

export const ExtractorView = ({ extractor, tab = 'overview', range = '2d' }: ExtractorViewProps) => {
  const { name } = extractor;
  const isOperator = useHasRight('operate');
  const instances = useQuery(instancesQuery(name)).data;
  const [limit, setLimit] = useState(FEW_JOBS);
  const { jobs, error, retry, live } = useLatestJobs(name, limit);
  const hasErrorQueue = isOperator && extractor.queue !== null;
  const changes = useQuery({ ...changesQuery(name), enabled: isOperator }).data?.items;
  const tabs: readonly PageTab<Tab>[] = [
    { name: 'overview', label: 'Overview' },
    { name: 'jobs', label: 'Jobs' },
    { name: 'instances', label: 'Instances', count: instances?.length },
    ...(hasErrorQueue ? [{ name: 'error-queue', label: 'Error queue' } as const] : []),
    ...(isOperator ? [{ name: 'changes', label: 'Changes', count: waitingChanges(changes) } as const] : []),
  ];
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
          {name} <span className={text.version}>{extractor.version}</span>
        </h1>
        {extractor.description ? <p className={styles.description}>{extractor.description}</p> : null}
        <ExtractorFacts extractor={extractor} instances={instances} />
        {extractor.is_private ? <ExtractorAudience name={name} /> : null}
      </PageHead>
      <PageTabs
        label={`About ${name}`}
        tabs={tabs}
        chosen={chosen}
        above={chosen === 'overview' ? <HealthPanel extractor={extractor} instances={instances} /> : null}
      >
        <div className={styles.panels}>
          {chosen === 'overview' ? <Overview name={name} range={range} /> : null}
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
        </div>
      </PageTabs>
    </>
  );
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

/** Undefined, and so not shown, where none waits for an operator. */
const waitingChanges = (changes: readonly ExtractorChange[] = []): number | undefined =>
  changes.filter(({ state }) => state === 'waiting').length || undefined;

/** The extractor's processes. A heartbeat says that one is running, not that its job makes progress. */
const InstancesPanel = ({ extractor: { name, queue } }: { readonly extractor: Extractor }) => {
  const { data, error, refetch } = useQuery(instancesQuery(name));
  return (
    <Panel aria-labelledby="instances-head">
      <PanelHead>
        <h2 id="instances-head">Instances</h2>
      </PanelHead>
      {!data && error ? (
        <ErrorPanel what="The instances could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="instances" rows={2} /> : null}
      {data?.length === 0 ? (
        <PanelNote>
          {queue && !queue.sends_heartbeats
            ? `It sends no heartbeats, so its instances are not known. Its queue ${queue.name}: ${queueState(queue)}.`
            : 'No instances yet.'}
        </PanelNote>
      ) : null}
      {data && data.length > 0 ? <InstanceTable instances={data} /> : null}
    </Panel>
  );
};

const queueState = ({ ready, consumers }: NonNullable<Extractor['queue']>): string =>
  ready === null
    ? 'RabbitMQ has no such queue'
    : `${countOf(consumers, 'consumer')}, ${countOf(ready, 'message')} ready`;

/** So many rows at first, and with each "Show more". */
const PAGE = 50;

const InstanceTable = ({ instances }: { readonly instances: readonly Instance[] }) => {
  const [limit, setLimit] = useState(PAGE);
  return (
    <>
      <DataTable stacked scrolls>
        <thead>
          <tr>
            {['Health', 'Instance', 'Version', 'Lane', 'Last seen', 'Working on'].map((head) => (
              <HeadCell key={head}>{head}</HeadCell>
            ))}
          </tr>
        </thead>
        <tbody>
          {instances.slice(0, limit).map((instance) => (
            <Row key={instance.id} instance={instance} />
          ))}
        </tbody>
      </DataTable>
      <MoreFoot
        shown={limit}
        total={instances.length}
        noun="instance"
        onMore={() => setLimit(limit + PAGE)}
      />
    </>
  );
};

const Row = ({ instance }: { readonly instance: Instance }) => (
  <tr>
    <Cell>
      <InstanceStatus status={instance.status} />
    </Cell>
    <Cell>
      <ShortId id={instance.id} what="instance id" />
      {instance.host ? <span className={text.dimmed}> on {instance.host}</span> : null}
      {instance.clock ? <p className={text.dimmed}>{instance.clock.text}</p> : null}
    </Cell>
    <Cell head="Version">
      {instance.version}
      {instance.announces === 'in_effect' ? null : (
        <p className={text.dimmed}>
          {instance.announces === 'waiting' ? 'announces a change that waits' : 'announces a declined change'}
        </p>
      )}
    </Cell>
    <Cell head="Lane">{laneLabel(instance.lane)}</Cell>
    <Cell head="Last seen">
      <Time at={instance.last_seen_at} />
    </Cell>
    <Cell head="Working on">
      {instance.running > 0 ? countOf(instance.running, 'job') : <span className={text.dimmed}>nothing</span>}
    </Cell>
  </tr>
);
