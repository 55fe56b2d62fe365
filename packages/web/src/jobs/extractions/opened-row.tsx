import { Fragment, type ReactNode } from 'react';
import { Badge } from '../../design/badge.tsx';
import { formatDuration } from '../../design/duration.ts';
import { shortId } from '../../design/short-id.tsx';
import { badgeOfOutcome } from '../../design/state.tsx';
import text from '../../design/text.module.css';
import { useNow } from '../../design/use-now.ts';
import { type AttemptGroup, causeInFull, groupDetails, groupTitle, instancesOf } from '../attempt-groups.ts';
import elapsed from '../elapsed.module.css';
import { serverNow } from '../job-snapshot.ts';
import { InferredRow, RunRow } from './inferred-row.tsx';
import { JobHeads, JobRow, MoreJobsRow } from './job-row.tsx';
import { LineRow, LoadingRow, NoLinesRow, OlderLinesRow, ProblemRow } from './line-rows.tsx';
import lines from './lines.module.css';
import { CELL, Row, type RowAttributes, type RowOf, type RowProps, Toggle } from './row-parts.tsx';
import type { TreeRow } from './tree-rows.ts';

interface OpenedRowProps {
  readonly row: Exclude<TreeRow, { readonly type: 'extractor' }>;
  readonly attributes: RowAttributes;
}

/** A row below an extractor that is open. */
export const OpenedRow = ({ row, attributes }: OpenedRowProps) => {
  switch (row.type) {
    case 'heads':
      return <JobHeads {...attributes} />;
    case 'job':
      return <JobRow row={row} {...attributes} />;
    case 'inferred':
      return <InferredRow row={row} {...attributes} />;
    case 'run':
      return <RunRow row={row} {...attributes} />;
    case 'attempt':
      return <AttemptRow row={row} {...attributes} />;
    case 'server':
      return <ServerRow row={row} {...attributes} />;
    case 'line':
      return <LineRow row={row} {...attributes} />;
    case 'more-jobs':
      return <MoreJobsRow row={row} {...attributes} />;
    case 'older-lines':
      return <OlderLinesRow row={row} {...attributes} />;
    case 'no-lines':
      return <NoLinesRow {...attributes} />;
    case 'loading':
      return <LoadingRow {...attributes} />;
    case 'problem':
      return <ProblemRow row={row} {...attributes} />;
  }
};

/** An attempt, or several with the same cause. */
export const AttemptRow = ({ row, ...attributes }: RowProps<'attempt'>) => {
  const { group } = row;
  const { reason, duration, repetition } = groupDetails(group);
  const title = groupTitle(group);
  const details = [reason, describeInstances(group), duration ?? <RunningTime row={row} />, repetition];
  return (
    <Row {...attributes} className={lines.attempt} aria-expanded={row.open}>
      <td {...CELL} className={lines.attemptCell} title={causeInFull(group) || undefined}>
        <Toggle rowKey={row.key} open={row.open} what={title} />
        <span className={lines.title}>{title}</span>
        <Badge content={badgeOfOutcome(group[0].outcome)} />
        <span className={lines.details}>{separateByDots(details)}</span>
      </td>
    </Row>
  );
};

/** The server's events of a job. */
export const ServerRow = ({ row, ...attributes }: RowProps<'server'>) => (
  <Row {...attributes} className={lines.attempt} aria-expanded={row.open}>
    <td {...CELL} className={lines.attemptCell}>
      <Toggle rowKey={row.key} open={row.open} what="the server's events" />
      <span className={lines.title}>Server</span>
      <span className={lines.details}>{row.labels.join(' · ').toLowerCase()}</span>
    </td>
  </Row>
);

const describeInstances = (group: AttemptGroup): ReactNode => {
  const [id, ...others] = instancesOf(group);
  if (others.length > 0) return `${others.length + 1} instances`;
  if (id === undefined || group.some(({ instance_id }) => instance_id !== id)) return null;
  return (
    <>
      instance{' '}
      <span className={text.identifier} title={id}>
        {shortId(id)}
      </span>
    </>
  );
};

/** How long an attempt has been running, by the server's clock. */
const RunningTime = ({ row: { snapshot, group } }: { readonly row: RowOf<'attempt'> }) => {
  const runMs = serverNow(snapshot, useNow()) - Date.parse(group[0].started_at);
  return <span className={elapsed.ticking}>{formatDuration(Math.max(0, runMs))}</span>;
};

const separateByDots = (parts: readonly ReactNode[]): ReactNode =>
  parts.filter(Boolean).map((part, index) => (
    <Fragment key={index}>
      {index > 0 ? ' · ' : null}
      {part}
    </Fragment>
  ));
