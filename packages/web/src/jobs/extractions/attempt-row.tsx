import { Fragment, type ReactNode } from 'react';
import { formatDuration } from '../../design/duration.ts';
import { shortId } from '../../design/short-id.tsx';
import { lookOfOutcome, Mark } from '../../design/state.tsx';
import { useNow } from '../../design/use-now.ts';
import {
  type AttemptGroup,
  attemptWords,
  causeInFull,
  groupTitle,
  instanceCount,
  instanceOf,
} from '../attempt-groups.ts';
import { serverNow } from '../job-snapshot.ts';
import { CELL, type RowProps, Twisty } from './row-parts.tsx';

const Instance = ({ group }: { readonly group: AttemptGroup }) => {
  const id = instanceOf(group);
  if (id === null) return instanceCount(group) > 1 ? <>{instanceCount(group)} instances</> : null;
  return (
    <>
      instance{' '}
      <span className="id" title={id}>
        {shortId(id)}
      </span>
    </>
  );
};

/** An attempt that still runs: how long, by the server's clock. */
const Running = ({ row }: { readonly row: RowProps<'attempt'>['row'] }) => {
  const now = useNow();
  const since = row.seen
    ? serverNow(row.seen, now) - Date.parse(row.group[0].started_at)
    : row.group[0].run_ms;
  return <span className="tick">{formatDuration(Math.max(0, since))}</span>;
};

const separated = (parts: readonly ReactNode[]): ReactNode =>
  parts.filter(Boolean).map((part, place) => (
    <Fragment key={place}>
      {place > 0 ? ' · ' : null}
      {part}
    </Fragment>
  ));

/** An attempt, or several that went wrong the same way. */
export const AttemptRow = ({ row, ...place }: RowProps<'attempt'>) => {
  const { group } = row;
  const { reason, time, sameness } = attemptWords(group);
  const title = groupTitle(group);
  const known = instanceOf(group) !== null || instanceCount(group) > 1;
  return (
    <tr {...place} className="att" aria-expanded={row.open}>
      <td {...CELL} className="ah" title={causeInFull(group) || undefined}>
        <Twisty rowKey={row.key} open={row.open} what={title} />
        <span className="b">{title}</span>
        <Mark look={lookOfOutcome(group[0].outcome)} />
        <span className="dim trunc">
          {separated([
            reason,
            known ? <Instance group={group} /> : null,
            time ?? <Running row={row} />,
            sameness,
          ])}
        </span>
      </td>
    </tr>
  );
};

export const ServerRow = ({ row, ...place }: RowProps<'server'>) => (
  <tr {...place} className="att" aria-expanded={row.open}>
    <td {...CELL} className="ah">
      <Twisty rowKey={row.key} open={row.open} what="what the server did" />
      <span className="b">Server</span>
      <span className="dim trunc">{row.words.join(' · ').toLowerCase()}</span>
    </td>
  </tr>
);
