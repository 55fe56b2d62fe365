import type { Extractor, Instance } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { countOf } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { ShortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useHasRight } from '../../session/session.ts';
import { ChangesOfExtractor } from '../changes/changes-panel.tsx';
import { ErrorQueuePanel } from '../error-queue/error-queue-panel.tsx';
import { instancesQuery, versionsQuery } from '../extractor-queries.ts';
import { InstanceStatus } from '../instance-status.tsx';
import { ExtractorAudience } from './extractor-audience.tsx';
import { ExtractorFacts, laneLabel } from './extractor-facts.tsx';
import styles from './extractor-view.module.css';
import { HealthPanel } from './health-panel.tsx';
import { useLatestJobs } from './latest-jobs.ts';
import { LatestJobsPanel } from './latest-jobs-panel.tsx';

const FEW_JOBS = 20;
const MANY_JOBS = 200;

export const ExtractorView = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name } = extractor;
  const isOperator = useHasRight('operate');
  const instances = useQuery(instancesQuery(name)).data;
  const [limit, setLimit] = useState(FEW_JOBS);
  const { jobs, error, retry, live } = useLatestJobs(name, limit);
  return (
    <>
      <PageHead actions={<LiveIndicator live={live} pausable={false} />}>
        <h1>
          {name} <span className={text.version}>{extractor.version}</span>
        </h1>
        {extractor.description ? <p className={styles.description}>{extractor.description}</p> : null}
        <ExtractorFacts extractor={extractor} instances={instances} />
        {extractor.is_private ? <ExtractorAudience name={name} /> : null}
      </PageHead>
      <HealthPanel extractor={extractor} />
      <div className={styles.panels}>
        {isOperator ? <ChangesOfExtractor name={name} /> : null}
        <LatestJobsPanel
          name={name}
          jobs={jobs}
          error={error}
          limit={limit}
          onMore={limit < MANY_JOBS ? () => setLimit(MANY_JOBS) : undefined}
          onRetry={retry}
        />
        {isOperator && extractor.queue !== null ? <ErrorQueuePanel name={name} /> : null}
        <div className={styles.columns}>
          <InstancesPanel extractor={extractor} />
          <VersionsPanel name={name} />
        </div>
      </div>
    </>
  );
};

const VersionsPanel = ({ name }: { readonly name: string }) => {
  const { data, error, refetch } = useQuery(versionsQuery(name));
  return (
    <Panel aria-labelledby="versions-head">
      <PanelHead>
        <h2 id="versions-head">Versions</h2>
      </PanelHead>
      {!data && error ? (
        <ErrorPanel what="The versions could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!data && !error ? <LoadingRows what="versions" rows={2} /> : null}
      {data ? (
        <DataTable>
          <thead>
            <tr>
              <HeadCell>Version</HeadCell>
              <HeadCell>First seen</HeadCell>
              <HeadCell>Last seen</HeadCell>
            </tr>
          </thead>
          <tbody>
            {data.map((version) => (
              <tr key={version.version}>
                <td>{version.version}</td>
                <td>
                  <Time at={version.first_seen_at} inSentence />
                </td>
                <td>
                  <Time at={version.last_seen_at} inSentence />
                </td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      ) : null}
    </Panel>
  );
};

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

const InstanceTable = ({ instances }: { readonly instances: readonly Instance[] }) => (
  <DataTable stacked scrolls>
    <thead>
      <tr>
        {['Health', 'Instance', 'Version', 'Lane', 'Last seen', 'Working on'].map((head) => (
          <HeadCell key={head}>{head}</HeadCell>
        ))}
      </tr>
    </thead>
    <tbody>
      {instances.map((instance) => (
        <Row key={instance.id} instance={instance} />
      ))}
    </tbody>
  </DataTable>
);

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
