import { VisuallyHidden } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { OpenableRows } from '../design/openable-rows.tsx';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import { shortId } from '../design/short-id.tsx';
import { StateBadge } from '../design/state.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { Elapsed } from '../jobs/elapsed.tsx';
import { ResourceLink } from '../jobs/job-links.tsx';
import { JobReason } from '../jobs/job-reason.tsx';
import { isWaiting, type JobSnapshot } from '../jobs/job-snapshot.ts';
import { extractorMessage } from '../jobs/job-text.ts';
import { WAITING } from './home-queries.ts';
import styles from './my-panels.module.css';

interface MyJobsPanelProps {
  readonly jobs: readonly JobSnapshot[] | undefined;
  readonly error: Error | null;
  readonly onRetry: () => void;
}

/** This person's jobs: those that run, then the latest submitted. */
export const MyJobsPanel = ({ jobs, error, onRetry }: MyJobsPanelProps) => (
  <Panel aria-labelledby="my-jobs-head">
    <PanelHead>
      <h2 id="my-jobs-head">My jobs</h2>
      <span className={text.dimmed}>{jobs ? openStates(jobs) : null}</span>
      <span className={layout.fill} />
      <Link className={styles.headLink} to="/jobs" search={{ q: `by:me state:${WAITING}` }}>
        Waiting
      </Link>
      <Link className={styles.headLink} to="/jobs" search={{ q: 'by:me' }}>
        All my jobs
      </Link>
    </PanelHead>
    {!jobs && error ? (
      <ErrorPanel what="Your jobs could not be loaded." error={error} onRetry={onRetry} />
    ) : null}
    {!jobs && !error ? <LoadingRows what="your jobs" rows={8} /> : null}
    {jobs?.length === 0 ? (
      <PanelNote>No jobs yet. Upload a file: the extractors for its type start by themselves.</PanelNote>
    ) : null}
    {jobs && jobs.length > 0 ? <JobTable jobs={jobs} /> : null}
  </Panel>
);

/** "2 running, 1 retrying" of the jobs that are shown */
const openStates = (jobs: readonly JobSnapshot[]): string => {
  const count = (state: 'RUNNING' | 'RESUBMITTED', label: string): string[] => {
    const some = jobs.filter(({ job }) => job.state === state).length;
    return some === 0 ? [] : [`${some} ${label}`];
  };
  return [...count('RUNNING', 'running'), ...count('RESUBMITTED', 'retrying')].join(', ');
};

const JobTable = ({ jobs }: { readonly jobs: readonly JobSnapshot[] }) => (
  <DataTable stacked scrolls className={styles.table}>
    <thead>
      <tr>
        <HeadCell className={styles.state}>State</HeadCell>
        <HeadCell>Extractor</HeadCell>
        <HeadCell>Resource</HeadCell>
        <HeadCell>Latest</HeadCell>
        <HeadCell numeric className={styles.elapsed}>
          Elapsed
        </HeadCell>
        <HeadCell numeric onlyWide>
          Submitted
        </HeadCell>
      </tr>
    </thead>
    <OpenableRows>
      {jobs.map((snapshot) => (
        <JobRow key={snapshot.job.id} snapshot={snapshot} />
      ))}
    </OpenableRows>
  </DataTable>
);

const JobRow = ({ snapshot }: { readonly snapshot: JobSnapshot }) => {
  const { job } = snapshot;
  return (
    <tr data-row tabIndex={-1}>
      <Cell>
        <Link className={styles.stateLink} data-row-open to="/jobs/$id" params={{ id: job.id }}>
          <StateBadge state={job.state} />
          <VisuallyHidden component="span">, job {shortId(job.id)}</VisuallyHidden>
        </Link>
      </Cell>
      <Cell truncated className={styles.extractor}>
        <Link className={text.bold} to="/extractors/$name" params={{ name: job.extractor }}>
          {job.extractor}
        </Link>
      </Cell>
      <Cell truncated wholeLine className={styles.resource}>
        <ResourceLink resource={job.resource} />
      </Cell>
      <Cell truncated wholeLine className={styles.message}>
        {isWaiting(job) ? <JobReason job={job} /> : <Message snapshot={snapshot} />}
      </Cell>
      <Cell numeric toEnd className={styles.elapsed}>
        <Elapsed snapshot={snapshot} />
      </Cell>
      <Cell numeric onlyWide>
        <span className={text.dimmed}>
          <Time at={job.submitted_at} />
        </span>
      </Cell>
    </tr>
  );
};

const Message = ({ snapshot: { job } }: { readonly snapshot: JobSnapshot }) => {
  const { text: message, isError } = extractorMessage(job);
  return (
    <span className={isError ? undefined : text.dimmed} title={message}>
      {message}
    </span>
  );
};
