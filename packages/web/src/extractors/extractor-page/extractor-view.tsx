import type { Extractor } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { LiveIndicator } from '../../jobs/live/live-indicator.tsx';
import { useIsAdmin } from '../../session/use-is-admin.ts';
import { ErrorQueuePanel } from '../error-queue/error-queue-panel.tsx';
import { instancesQuery } from '../extractor-queries.ts';
import { LatestJobsPanel } from '../jobs/latest-jobs-panel.tsx';
import { useLatestJobs } from '../jobs/use-latest-jobs.ts';
import { ExtractorFacts } from './extractor-facts.tsx';
import { HealthPanel } from './health-panel.tsx';
import { InstancesPanel } from './instances-panel.tsx';
import { VersionsPanel } from './versions-panel.tsx';
import '../extractors.css';
import './extractor-page.css';

const FEW = 20;
const MANY = 200;

export const ExtractorView = ({ extractor }: { readonly extractor: Extractor }) => {
  const { name } = extractor;
  const isAdmin = useIsAdmin();
  const instances = useQuery(instancesQuery(name)).data;
  const [most, setMost] = useState(FEW);
  const { jobs, error, askAgain, live } = useLatestJobs(name, most);
  return (
    <>
      <div className="hd">
        <div className="grow">
          <h1>
            {name} <span className="ver">{extractor.version}</span>
          </h1>
          {extractor.description ? <p className="extractor-about">{extractor.description}</p> : null}
          <ExtractorFacts extractor={extractor} instances={instances} />
        </div>
        <div className="acts">
          <LiveIndicator live={live} pausable={false} />
        </div>
      </div>
      <HealthPanel extractor={extractor} />
      <div className="extractor-panels">
        <LatestJobsPanel
          jobs={jobs}
          error={error}
          most={most}
          onMore={most < MANY ? () => setMost(MANY) : undefined}
          onAskAgain={askAgain}
        />
        {isAdmin ? <ErrorQueuePanel name={name} /> : null}
        <div className="half">
          <InstancesPanel name={name} />
          <VersionsPanel name={name} />
        </div>
      </div>
    </>
  );
};
