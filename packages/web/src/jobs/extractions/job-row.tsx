import { Button } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import clsx from 'clsx';
import { useEffect, useRef } from 'react';
import { explain } from '../../api/explain.ts';
import { countOf } from '../../design/count.ts';
import { shortId } from '../../design/short-id.tsx';
import text from '../../design/text.module.css';
import { LastUpdate, WaitAndRun } from '../elapsed.tsx';
import { JobLink } from '../job-links.tsx';
import { JobReason } from '../job-reason.tsx';
import { isWaiting } from '../job-snapshot.ts';
import { jobMessage, submitterOf } from '../job-text.ts';
import {
  CELL,
  Cell,
  HeadCells,
  JobAction,
  Message,
  NamedResource,
  Row,
  type RowAttributes,
  type RowOf,
  type RowProps,
  StatusCell,
  TimeCell,
  Toggle,
  useTreeActions,
} from './row-parts.tsx';
import styles from './tree.module.css';

/** The heads of the columns that mean something else for jobs than for extractors. */
export const JobHeads = (attributes: RowAttributes) => (
  <Row {...attributes} className={clsx(styles.row, styles.jobHeadRow)}>
    <HeadCells
      heads={[
        ['name', 'Job'],
        ['by', 'By'],
        ['started', 'Started'],
        ['updated', 'Updated'],
        ['status', 'Status'],
        ['time', 'Wait · Run'],
        ['count', 'Attempts'],
      ]}
    />
  </Row>
);

export const JobRow = ({ row, ...attributes }: RowProps<'job'>) => {
  const { job } = row.snapshot;
  const { element, isSubmitted, clearSubmitted } = useFocusWhenSubmitted(job.id);
  return (
    <Row
      {...attributes}
      ref={element}
      className={clsx(styles.row, styles.jobRow)}
      aria-expanded={row.open}
      aria-selected={isSubmitted || undefined}
      onBlur={isSubmitted ? clearSubmitted : undefined}
    >
      <Cell column="name">
        <Toggle rowKey={row.key} open={row.open} what={`job ${shortId(job.id)}`} />
        <JobLink id={job.id} />
        {row.namesResource ? <NamedResource job={job} /> : null}
      </Cell>
      <Cell column="by">
        <SubmittedBy job={job} />
      </Cell>
      <TimeCell column="started" at={job.started_at} />
      <TimeCell column="updated" at={job.last_event_at} />
      <StatusCell job={job}>
        <Status row={row} />
      </StatusCell>
      <Cell column="time">
        <WaitAndRun snapshot={row.snapshot} />
      </Cell>
      <Cell column="count">
        {job.attempt_count === 0 ? (
          '–'
        ) : (
          <>
            {job.attempt_count}
            <span className={styles.unit}> {job.attempt_count === 1 ? 'attempt' : 'attempts'}</span>
          </>
        )}
      </Cell>
      <Cell column="action">
        <JobAction job={job} />
      </Cell>
    </Row>
  );
};

/** The row of a job that was just resubmitted here gets the focus, once. */
const useFocusWhenSubmitted = (id: string) => {
  const { submitted, clearSubmitted } = useTreeActions();
  const element = useRef<HTMLTableRowElement>(null);
  const isSubmitted = submitted === id;
  useEffect(() => {
    if (isSubmitted) element.current?.focus();
  }, [isSubmitted]);
  return { element, isSubmitted, clearSubmitted };
};

const SubmittedBy = ({ job }: { readonly job: Job }) => {
  const { name, trigger, known } = submitterOf(job);
  return (
    <>
      <span className={clsx(text.truncated, !known && text.dimmed)} title={name}>
        {name}
      </span>
      {trigger ? <span className={text.dimmed}>{trigger}</span> : null}
    </>
  );
};

const Status = ({ row: { snapshot, shownAbove, attempts } }: { readonly row: RowOf<'job'> }) => {
  const { job } = snapshot;
  if (isWaiting(job)) return <JobReason job={job} className={styles.message} />;
  if (job.state !== 'RUNNING') return <Message message={jobMessage(job, shownAbove, attempts)} />;
  return (
    <span className={styles.message}>
      {shownAbove ? null : `${jobMessage(job, false, attempts).text} `}
      <LastUpdate snapshot={snapshot} />
    </span>
  );
};

export const MoreJobsRow = ({ row, ...attributes }: RowProps<'more-jobs'>) => {
  const { loadOlderJobs, loadingOlder, olderError } = useTreeActions();
  const loading = loadingOlder === row.extractor;
  return (
    <Row {...attributes} className={styles.moreJobs}>
      <td {...CELL}>
        <Button size="xs" aria-disabled={loading} onClick={() => loadOlderJobs(row.extractor)} data-row-open>
          {loading ? 'Loading…' : `Load ${Math.min(20, row.left)} more`}
        </Button>
        <span>
          {olderError && !loading ? explain(olderError) : `${countOf(row.left, 'older job')} not shown`}
        </span>
      </td>
    </Row>
  );
};
