import type { Job } from '@pawprint/protocol';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import clsx from 'clsx';
import { type ComponentProps, Suspense, useDeferredValue, useMemo } from 'react';
import { isHidden } from '../../api/explain.ts';
import { datasetQuery } from '../../datasets/dataset-queries.ts';
import { Crumbs } from '../../design/crumbs.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { lazyPart } from '../../design/on-demand.tsx';
import { Panel } from '../../design/panel.tsx';
import { shortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { NotFound } from '../../routes/not-found.tsx';
import { usePageTitle } from '../../shell/use-page-title.ts';
import { useSearchState } from '../../use-search-state.ts';
import type { EventFilter } from '../events/event-kinds.ts';
import { liveEventsQuery } from '../events/events-query.ts';
import type { LiveEvents } from '../events/live-events.ts';
import { ResourceLink } from '../job-links.tsx';
import { type JobDetail, mergeJob } from '../job-query.ts';
import type { LiveJobs } from '../live/use-live-jobs.ts';
import log from '../log/event-log.module.css';
import { logParams } from '../log/log-params.ts';
import { AttemptsPanel } from '../timeline/attempts-panel.tsx';
import { FactsPanel } from './facts-panel.tsx';
import { JobHead } from './job-head.tsx';
import styles from './job-view.module.css';
import { SidePanel } from './side-panel.tsx';
import { useJob } from './use-job.ts';

const EventLog = lazyPart(async () => (await import('../log/event-log.tsx')).EventLog);

/** The page of one job, live. */
export const JobView = ({ id }: { readonly id: string }) => {
  const { detail, error, refetch, live, events } = useJob(id);
  usePageTitle(`Job ${shortId(id)}`);
  if (isHidden(error)) return <NotFound what="job" />;
  return (
    <>
      <JobCrumbs id={id} job={detail?.job} />
      {detail ? (
        <JobPanels detail={detail} live={live} events={events} />
      ) : (
        <Panel>
          {error ? (
            <ErrorPanel what="The job could not be loaded." error={error} onRetry={() => void refetch()} />
          ) : (
            <LoadingRows what="the job" height={40} rows={8} />
          )}
        </Panel>
      )}
    </>
  );
};

const JobCrumbs = ({ id, job }: { readonly id: string; readonly job: Job | undefined }) => {
  const dataset = useQuery({
    ...datasetQuery(job?.dataset_id ?? ''),
    enabled: Boolean(job?.dataset_id),
  }).data;
  return (
    <Crumbs>
      <Link to="/datasets">Datasets</Link>
      {dataset ? (
        <Link to="/datasets/$id" params={{ id: dataset.id }}>
          {dataset.name}
        </Link>
      ) : null}
      {job?.resource.type === 'file' ? <ResourceLink resource={job.resource} /> : null}
      <span data-short>
        Job <span className={text.identifier}>{shortId(id)}</span>
      </span>
    </Crumbs>
  );
};

interface JobPanelsProps {
  readonly detail: JobDetail;
  readonly live: LiveJobs;
  readonly events: LiveEvents;
}

const JobPanels = ({ detail, live, events }: JobPanelsProps) => {
  const queries = useQueryClient();
  const address = useSearchState(logParams(useSearch({ strict: false })));
  const { show = 'all', attempt = null } = address.params;
  const filter = useMemo((): EventFilter => ({ show, attempt }), [show, attempt]);
  const { job } = detail;
  // The events load at the same time as the code of the log, which renders them.
  useQuery({ ...liveEventsQuery(job.id, filter, events), notifyOnChangeProps: [] });
  return (
    <>
      <JobHead snapshot={detail} live={live} onChanged={(changed) => mergeJob(queries, changed)} />
      <FactsPanel detail={detail} />
      <div className={styles.columns}>
        <div className={clsx(layout.stack, styles.main)}>
          <AttemptsPanel
            detail={detail}
            chosen={filter.attempt}
            onChoose={(chosen) => address.change({ attempt: chosen ?? undefined })}
          />
          <LogPanel job={job} events={events} filter={filter} address={address} />
        </div>
        <SidePanel job={job} />
      </div>
    </>
  );
};

/**
 * The log. Its code is large, and the state, the facts and the attempts of the job need none of it: it loads once they are
 * on the screen.
 */
const LogPanel = (props: ComponentProps<typeof EventLog>) => {
  const isPageShown = useDeferredValue(true, false);
  if (!isPageShown) return <LogSkeleton />;
  return (
    <Suspense fallback={<LogSkeleton />}>
      <EventLog {...props} />
    </Suspense>
  );
};

/** As high as the log is while its events load, so that nothing below it moves when the code has arrived. */
const LogSkeleton = () => (
  <Panel aria-labelledby="log-heading">
    <div className={styles.logHead}>
      <h2 id="log-heading">Events</h2>
    </div>
    <LoadingRows what="events" height={24} rows={8} />
    <div className={log.foot} />
  </Panel>
);
