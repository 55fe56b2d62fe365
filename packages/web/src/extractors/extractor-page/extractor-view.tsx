import type { Extractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { PageHead } from '../../design/page-head.tsx';
import text from '../../design/text.module.css';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useIsAdmin } from '../../session/session.ts';
import { ErrorQueuePanel } from '../error-queue/error-queue-panel.tsx';
import { instancesQuery } from '../extractor-queries.ts';
import { ExtractorFacts } from './extractor-facts.tsx';
import styles from './extractor-view.module.css';
import { HealthPanel } from './health-panel.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { useLatestJobs } from './latest-jobs.ts';
import { LatestJobsPanel } from './latest-jobs-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';

const FEW_JOBS = 20;
const MANY_JOBS = 200;

export const ExtractorView = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name } = extractor;
  const isAdmin = useIsAdmin();
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
      </PageHead>
      <HealthPanel extractor={extractor} />
      <div className={styles.panels}>
        <LatestJobsPanel
          jobs={jobs}
          error={error}
          limit={limit}
          onMore={limit < MANY_JOBS ? () => setLimit(MANY_JOBS) : undefined}
          onRetry={retry}
        />
        {isAdmin ? <ErrorQueuePanel name={name} /> : null}
        <div className={styles.columns}>
          <InstancesPanel name={name} />
          <VersionsPanel name={name} />
        </div>
      </div>
    </>
  );
};
