import type { Job } from '@pawprint/protocol';
import { Link } from '@tanstack/react-router';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import { shortId } from '../../design/short-id.tsx';
import { StateBadge } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { Time } from '../../design/time.tsx';
import { Elapsed } from '../elapsed.tsx';
import { JobLink, ResourceLink } from '../job-links.tsx';
import type { JobSnapshot } from '../job-snapshot.ts';
import { extractorMessage, submitterOf, versionText } from '../job-text.ts';
import styles from './columns.module.css';
import type { JobSort } from './job-sorts.ts';
import { TimeSplit } from './time-split.tsx';

export interface Column {
  readonly id: string;
  readonly label: string;
  readonly numeric?: boolean;
  /** Not in a row of two lines, on a phone. */
  readonly onlyWide?: boolean;
  /** Not shown until it is chosen. */
  readonly isExtra?: boolean;
  /** The order that its head chooses; chosen again, the second. */
  readonly sorts?: readonly [JobSort, JobSort?];
  readonly cell: (snapshot: JobSnapshot) => ReactNode;
}

/** What a list of jobs can show of each, in the order of its columns. The state always is the first. */
export const COLUMNS: readonly Column[] = [
  { id: 'state', label: 'State', cell: ({ job }) => <StateLink job={job} /> },
  { id: 'job', label: 'Job', onlyWide: true, cell: ({ job }) => <JobLink id={job.id} /> },
  { id: 'extractor', label: 'Extractor', cell: ({ job }) => <ExtractorName job={job} /> },
  { id: 'resource', label: 'Resource', cell: ({ job }) => <ResourceLink resource={job.resource} /> },
  { id: 'message', label: 'Latest message or error', cell: ({ job }) => <Message job={job} /> },
  { id: 'by', label: 'By', onlyWide: true, cell: ({ job }) => <Submitter job={job} /> },
  {
    id: 'submitted',
    label: 'Submitted',
    numeric: true,
    sorts: ['-submitted_at', 'submitted_at'],
    cell: ({ job }) => <Time at={job.submitted_at} />,
  },
  {
    id: 'updated',
    label: 'Updated',
    numeric: true,
    onlyWide: true,
    isExtra: true,
    sorts: ['-last_event_at'],
    cell: ({ job }) => <Time at={job.last_event_at} />,
  },
  {
    id: 'split',
    label: 'Time split',
    onlyWide: true,
    cell: (snapshot) => <TimeSplit snapshot={snapshot} />,
  },
  {
    id: 'elapsed',
    label: 'Elapsed',
    numeric: true,
    sorts: ['-elapsed_ms'],
    cell: (snapshot) => <Elapsed snapshot={snapshot} />,
  },
  {
    id: 'attempts',
    label: 'Attempts',
    numeric: true,
    onlyWide: true,
    cell: ({ job }) => job.attempt_count || <span className={text.dimmed}>–</span>,
  },
];

/** Opens the row. It is there whichever columns are chosen. */
const StateLink = ({ job }: { readonly job: Job }) => (
  <Link className={styles.state} to="/jobs/$id" params={{ id: job.id }} data-row-open>
    <StateBadge state={job.state} />
    <span className={text.hidden}>, job {shortId(job.id)}</span>
  </Link>
);

const ExtractorName = ({ job }: { readonly job: Job }) => (
  <span title={job.extractor}>
    <Link className={text.bold} to="/extractors/$name" params={{ name: job.extractor }}>
      {job.extractor}
    </Link>{' '}
    <span className={text.version}>{versionText(job)}</span>
  </span>
);

/** The state cell is red already: the text of an error is not. */
const Message = ({ job }: { readonly job: Job }) => {
  const message = extractorMessage(job);
  return (
    <span className={clsx(!message.isError && text.dimmed)} title={message.text}>
      {message.text}
    </span>
  );
};

const Submitter = ({ job }: { readonly job: Job }) => {
  const { name, trigger, known } = submitterOf(job);
  return (
    <span title={`${name} ${trigger}`.trim()} className={clsx(!known && styles.unknown)}>
      {name} <span className={text.dimmed}>{trigger}</span>
    </span>
  );
};
