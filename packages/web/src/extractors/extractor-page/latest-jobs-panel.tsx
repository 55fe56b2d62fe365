import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { type FocusEvent, useState } from 'react';
import { Chip } from '../../design/chip.tsx';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { Panel, PanelFoot, PanelHead } from '../../design/panel.tsx';
import { StateBadge } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { Elapsed } from '../../jobs/elapsed.tsx';
import { JobLink, ResourceLink } from '../../jobs/job-links.tsx';
import { JobReason } from '../../jobs/job-reason.tsx';
import { isWaiting, type JobSnapshot } from '../../jobs/job-snapshot.ts';
import { extractorMessage, submitterOf } from '../../jobs/job-text.ts';
import { ManyJobsMenu } from '../../operations/many-jobs-menu.tsx';
import { shownJobs } from './latest-jobs.ts';
import styles from './latest-jobs-panel.module.css';

const RunMissingDialog = onDemand(
  async () => (await import('../../operations/run-missing-dialog.tsx')).RunMissingDialog,
);

interface LatestJobsPanelProps {
  /** The extractor's. */
  readonly name: string;
  /** Undefined until they are loaded. */
  readonly jobs: readonly JobSnapshot[] | undefined;
  readonly error: Error | null;
  readonly limit: number;
  readonly onMore: (() => void) | undefined;
  readonly onRetry: () => void;
}

export const LatestJobsPanel = (props: LatestJobsPanelProps) => {
  const { name, jobs, error, onRetry } = props;
  const [missingOpened, missing] = useDisclosure(false);
  return (
    <Panel aria-labelledby="jobs-head">
      <PanelHead>
        <h2 id="jobs-head" className={layout.fill}>
          Latest jobs
        </h2>
        <ManyJobsMenu scope={{ extractor: name }} where={`Jobs of ${name}`} onRunMissing={missing.open} />
      </PanelHead>
      <RunMissingDialog
        extractor={name}
        datasetId={null}
        where={`${name}, on all files`}
        opened={missingOpened}
        onClose={missing.close}
      />
      {!jobs && error ? (
        <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={onRetry} />
      ) : null}
      {!jobs && !error ? <LoadingRows what="jobs" rows={5} /> : null}
      {jobs?.length === 0 ? <NoJobs /> : null}
      {jobs && jobs.length > 0 ? <LatestJobs {...props} jobs={jobs} /> : null}
    </Panel>
  );
};

const LatestJobs = ({
  jobs,
  limit,
  onMore,
}: { readonly jobs: readonly JobSnapshot[] } & Omit<LatestJobsPanelProps, 'jobs' | 'name'>) => {
  const { shown, added, release, listeners } = useHeldRows(jobs, limit);
  return (
    <>
      {added > 0 ? (
        <Chip className={styles.added} onClick={release}>
          {formatCount(added)} new
        </Chip>
      ) : null}
      <div {...listeners}>
        <JobTable jobs={shown} />
      </div>
      <PanelFoot>
        <span className={layout.fill}>
          {jobs.length < limit ? `All ${formatCount(jobs.length)}` : `The latest ${formatCount(limit)}`}
        </span>
        {onMore && jobs.length >= limit ? (
          <Button size="xs" onClick={onMore}>
            Show more
          </Button>
        ) : null}
      </PanelFoot>
    </>
  );
};

/** While the pointer or the focus is in the rows, no row moves: new jobs are only counted. */
const useHeldRows = (jobs: readonly JobSnapshot[], limit: number) => {
  const [heldIds, setHeldIds] = useState<ReadonlySet<string> | null>(null);
  const { shown, added } = shownJobs(jobs, limit, heldIds);
  const hold = (): void => setHeldIds((before) => before ?? new Set(shown.map(({ job }) => job.id)));
  const release = (): void => setHeldIds(null);
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) release();
  };
  return {
    shown,
    added,
    release,
    listeners: { onPointerEnter: hold, onPointerLeave: release, onFocus: hold, onBlur },
  };
};

const JobTable = ({ jobs }: { readonly jobs: readonly JobSnapshot[] }) => (
  <DataTable stacked scrolls className={styles.table}>
    <thead>
      <tr>
        <HeadCell className={styles.status}>Status</HeadCell>
        <HeadCell>Job</HeadCell>
        <HeadCell>On</HeadCell>
        <HeadCell>Message</HeadCell>
        <HeadCell onlyWide>By</HeadCell>
        <HeadCell onlyWide>Submitted</HeadCell>
        <HeadCell numeric className={styles.elapsed}>
          Elapsed
        </HeadCell>
      </tr>
    </thead>
    <tbody>
      {jobs.map((snapshot) => (
        <Row key={snapshot.job.id} snapshot={snapshot} />
      ))}
    </tbody>
  </DataTable>
);

const Row = ({ snapshot }: { readonly snapshot: JobSnapshot }) => {
  const { job } = snapshot;
  return (
    <tr data-row tabIndex={-1}>
      <Cell>
        <StateBadge state={job.state} />
      </Cell>
      <Cell>
        <JobLink id={job.id} />
      </Cell>
      <Cell truncated wholeLine className={styles.resource}>
        <ResourceLink resource={job.resource} />
      </Cell>
      <Cell truncated wholeLine className={styles.message}>
        <Message snapshot={snapshot} />
      </Cell>
      <Cell onlyWide>{submitterOf(job).name}</Cell>
      <Cell onlyWide>
        <Time at={job.submitted_at} />
      </Cell>
      <Cell numeric toEnd className={styles.elapsed}>
        <Elapsed snapshot={snapshot} />
      </Cell>
    </tr>
  );
};

const Message = ({ snapshot: { job } }: { readonly snapshot: JobSnapshot }) => {
  if (isWaiting(job)) return <JobReason job={job} />;
  const { text: message, isError } = extractorMessage(job);
  return (
    <span className={isError ? undefined : text.dimmed} title={message}>
      {message}
    </span>
  );
};

const NoJobs = () => (
  <EmptyState icon="play" title="No jobs yet">
    Upload a file of a type that it runs on, or submit one by hand on the file’s page.
  </EmptyState>
);
