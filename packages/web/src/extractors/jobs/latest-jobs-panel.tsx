import { Button } from '@mantine/core';
import { type FocusEvent, useState } from 'react';
import { formatCount } from '../../design/count.ts';
import { EmptyState } from '../../design/empty-state.tsx';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { Skeleton } from '../../design/skeleton.tsx';
import type { SeenJob } from '../../jobs/job-snapshot.ts';
import { JobTable } from './job-table.tsx';
import { shownJobs } from './latest-jobs.ts';
import './latest-jobs.css';

interface LatestJobsPanelProps {
  readonly jobs: readonly SeenJob[] | undefined;
  readonly error: Error | null;
  readonly most: number;
  readonly onMore: (() => void) | undefined;
  readonly onAskAgain: () => void;
}

const NothingYet = () => (
  <EmptyState icon="play" title="No job yet">
    Upload a file of a type that it runs on, or submit one by hand on the file’s page.
  </EmptyState>
);

/** While somebody points at the rows, or is in them with the keyboard, none moves under them. */
const useHeldRows = (jobs: readonly SeenJob[], most: number) => {
  const [held, hold] = useState<ReadonlySet<string> | null>(null);
  const { shown, waiting } = shownJobs(jobs, most, held);
  const keep = (): void => hold((before) => before ?? new Set(shown.map(({ job }) => job.id)));
  const release = (): void => hold(null);
  const leave = ({ currentTarget, relatedTarget }: FocusEvent): void => {
    if (!(relatedTarget instanceof Node && currentTarget.contains(relatedTarget))) release();
  };
  return {
    shown,
    waiting,
    release,
    listeners: { onPointerEnter: keep, onPointerLeave: release, onFocus: keep, onBlur: leave },
  };
};

const Table = ({
  jobs,
  most,
  onMore,
}: { readonly jobs: readonly SeenJob[] } & Omit<LatestJobsPanelProps, 'jobs'>) => {
  const { shown, waiting, release, listeners } = useHeldRows(jobs, most);
  return (
    <>
      {waiting > 0 ? (
        <button type="button" className="chip latest-new" onClick={release}>
          {formatCount(waiting)} new
        </button>
      ) : null}
      <div {...listeners}>
        <JobTable jobs={shown} />
      </div>
      <div className="more">
        <span>
          {jobs.length < most ? `All ${formatCount(jobs.length)}` : `The latest ${formatCount(most)}`}
        </span>
        {onMore && jobs.length >= most ? (
          <Button size="xs" style={{ marginLeft: 'auto' }} onClick={onMore}>
            Show more
          </Button>
        ) : null}
      </div>
    </>
  );
};

export const LatestJobsPanel = (props: LatestJobsPanelProps) => {
  const { jobs, error, onAskAgain } = props;
  return (
    <section className="panel" aria-labelledby="jobs-head">
      <div className="ph">
        <h2 id="jobs-head">Latest jobs</h2>
      </div>
      {!jobs && error ? (
        <ErrorPanel what="The jobs could not be loaded." error={error} onRetry={onAskAgain} />
      ) : null}
      {!jobs && !error ? <Skeleton what="jobs" rows={5} /> : null}
      {jobs?.length === 0 ? <NothingYet /> : null}
      {jobs && jobs.length > 0 ? <Table {...props} jobs={jobs} /> : null}
    </section>
  );
};
