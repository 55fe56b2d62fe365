import clsx from 'clsx';
import { StateBadge } from '../../design/state.tsx';
import { Elapsed } from '../elapsed.tsx';
import { ExtractorLink, JobLink } from '../job-links.tsx';
import { JobReason } from '../job-reason.tsx';
import { isInferred, isWaiting } from '../job-snapshot.ts';
import { extractorMessage, versionText } from '../job-text.ts';
import type { StateCounts } from './extractions-state.ts';
import { STATES_IN_ORDER } from './filter.ts';
import {
  Cell,
  HeadCells,
  JobAction,
  Message,
  ROW,
  Row,
  type RowOf,
  type RowProps,
  StatusCell,
  TimeCell,
  Toggle,
} from './row-parts.tsx';
import styles from './tree.module.css';

/** @param ofDataset the rows count the jobs of a dataset by their states */
export const ExtractorHeads = ({ ofDataset }: { readonly ofDataset: boolean }) => (
  <tr {...ROW} className={clsx(styles.row, styles.headRow)}>
    <HeadCells
      heads={[
        ['name', 'Extractor'],
        ['by', 'Latest job'],
        ['started', 'Started'],
        ['updated', 'Updated'],
        ['status', ofDataset ? 'Jobs by state' : 'Latest status'],
        ['time', ofDataset ? 'Latest took' : 'Elapsed'],
        ['count', 'Jobs'],
      ]}
    />
  </tr>
);

/** An extractor with the status of its latest job, or with the number of jobs in each state. */
export const ExtractorRow = ({ row, ...attributes }: RowProps<'extractor'>) => {
  const { group, latest, open, count } = row;
  const { job } = latest;
  return (
    <Row
      {...attributes}
      className={clsx(styles.row, styles.extractorRow)}
      aria-expanded={open}
      aria-posinset={row.position}
      aria-setsize={row.setSize}
    >
      <Cell column="name">
        <Toggle rowKey={row.key} open={open} what={group.extractor} />
        <ExtractorLink className={styles.extractor} name={group.extractor}>
          {group.extractor}
        </ExtractorLink>
        <span className={styles.version}>{versionText(job)}</span>
      </Cell>
      <Cell column="by">
        {isInferred(job) ? <span className={styles.inferred}>no job id</span> : <JobLink id={job.id} />}
      </Cell>
      <TimeCell column="started" at={job.started_at} />
      <TimeCell column="updated" at={job.last_event_at} />
      {row.countsStates ? <CountsCell states={group.states} /> : <LatestStatus latest={latest} />}
      <Cell column="time">
        <Elapsed snapshot={latest} />
      </Cell>
      <Cell column="count">{count}</Cell>
      <Cell column="action">{open || row.countsStates ? null : <JobAction job={job} />}</Cell>
    </Row>
  );
};

const CountsCell = ({ states }: { readonly states: StateCounts }) => (
  <Cell column="status">
    <ul className={styles.counts}>
      {STATES_IN_ORDER.filter((state) => states[state] !== undefined).map((state) => (
        <li key={state}>
          <StateBadge state={state} /> {states[state]}
        </li>
      ))}
    </ul>
  </Cell>
);

const LatestStatus = ({ latest: { job } }: Pick<RowOf<'extractor'>, 'latest'>) => (
  <StatusCell job={job}>
    {job.state === 'RUNNING' && job.progress !== null ? (
      <progress
        className={styles.progress}
        aria-label={`Progress of ${job.extractor}`}
        value={Math.round(job.progress * 100)}
        max={100}
      />
    ) : null}
    {isWaiting(job) ? (
      <JobReason job={job} className={styles.message} />
    ) : (
      <Message message={extractorMessage(job)} />
    )}
  </StatusCell>
);
