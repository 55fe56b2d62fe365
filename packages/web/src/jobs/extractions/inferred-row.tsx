import { VisuallyHidden } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import clsx from 'clsx';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { badgeOfState, FlagBadge, INFERRED_BY, StateBadge } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { Elapsed } from '../elapsed.tsx';
import type { JobSnapshot } from '../job-snapshot.ts';
import { jobMessage } from '../job-text.ts';
import lines from './lines.module.css';
import { CELL, Cell, Message, NamedResource, Row, type RowProps, TimeCell, Toggle } from './row-parts.tsx';
import styles from './tree.module.css';

/** All runs whose reports carried no job id, in one row, so that none looks like a job that has one. */
export const InferredRow = ({ row, ...attributes }: RowProps<'inferred'>) => {
  const { runs } = row;
  const { from, to } = periodOf(runs);
  return (
    <Row {...attributes} className={clsx(styles.row, styles.jobRow)} aria-expanded={row.open}>
      <Cell column="name">
        <Toggle rowKey={row.key} open={row.open} what="inferred runs" />
        <span className={styles.inferred}>no job id: inferred</span>
        <span className={styles.explanation} title={INFERRED_BY}>
          <Icon name="info" />
          <VisuallyHidden component="span">{INFERRED_BY}</VisuallyHidden>
        </span>
      </Cell>
      <Cell column="by" dimmed>
        unknown
      </Cell>
      <TimeCell column="started" at={from} />
      <TimeCell column="updated" at={to} />
      <Cell column="status">
        <StateBadge state={stateOfRuns(runs)} />
        {runs.every(({ job }) => job.flags.includes('imported')) ? <FlagBadge flag="imported" /> : null}
        <span className={styles.message}>{describeRuns(runs)}</span>
      </Cell>
      <Cell column="time" dimmed>
        {durationRange(runs)}
      </Cell>
      <Cell column="count">
        {runs.length}
        <span className={styles.unit}> {runs.length === 1 ? 'run' : 'runs'}</span>
      </Cell>
      <Cell column="action" />
    </Row>
  );
};

export const RunRow = ({ row, ...attributes }: RowProps<'run'>) => {
  const { job } = row.snapshot;
  return (
    <Row {...attributes} className={lines.attempt} aria-expanded={row.open}>
      <td {...CELL} className={lines.attemptCell}>
        <Toggle rowKey={row.key} open={row.open} what={`run ${row.number}`} />
        <span className={lines.title}>Run {row.number}</span>
        <StateBadge state={job.state} />
        {job.flags.includes('imported') ? <FlagBadge flag="imported" /> : null}
        {row.namesResource ? <NamedResource job={job} /> : null}
        <span className={lines.details}>
          <Time at={job.submitted_at} /> · <Elapsed snapshot={row.snapshot} />
        </span>
        <Message message={jobMessage(job, false, undefined)} />
      </td>
    </Row>
  );
};

type Runs = readonly [JobSnapshot, ...JobSnapshot[]];

/** The state of several runs: one that needs attention if there is one, else that of the newest run. */
const stateOfRuns = (runs: Runs): Job['state'] => {
  const states = new Set(runs.map(({ job }) => job.state));
  return (['RUNNING', 'FAILED', 'LOST'] as const).find((state) => states.has(state)) ?? runs[0].job.state;
};

/** "3 runs, all done", "3 runs, 1 failed". */
const describeRuns = (runs: Runs): string => {
  const state = stateOfRuns(runs);
  const count = runs.filter(({ job }) => job.state === state).length;
  const total = `${runs.length} run${runs.length === 1 ? '' : 's'}`;
  const label = badgeOfState(state).label.toLowerCase();
  return `${total}, ${count === runs.length && count > 1 ? 'all' : count} ${label}`;
};

/** "3.1–5.0 s" if both durations have the same unit, else both with their units. */
const durationRange = (runs: Runs): string => {
  const times = runs.map(({ job }) => job.elapsed_ms);
  const [least, most] = [formatDuration(Math.min(...times)), formatDuration(Math.max(...times))];
  if (least === most) return least;
  const [low = '', lowUnit, ...others] = least.split(' ');
  const sameUnit = others.length === 0 && most.split(' ').length === 2 && most.endsWith(` ${lowUnit}`);
  return sameUnit ? `${low}–${most}` : `${least}–${most}`;
};

const periodOf = (runs: Runs): { readonly from: string; readonly to: string } => {
  const [first, last] = [runs.map(({ job }) => job.submitted_at), runs.map(({ job }) => job.last_event_at)];
  return {
    from: first.reduce((from, at) => (at < from ? at : from)),
    to: last.reduce((to, at) => (at > to ? at : to)),
  };
};
