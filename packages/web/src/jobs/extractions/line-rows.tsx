import { Skeleton, VisuallyHidden } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import clsx from 'clsx';
import { explain } from '../../api/explain.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { formatAbsolute, formatLogTime } from '../../design/instant.ts';
import text from '../../design/text.module.css';
import { lineTone } from '../events/event-kinds.ts';
import { EventLine } from '../events/event-line.tsx';
import lines from './lines.module.css';
import { CELL, Row, type RowAttributes, type RowProps, useTreeActions } from './row-parts.tsx';

/** One event, or several shown as one line. */
export const LineRow = ({ row, ...attributes }: RowProps<'line'>) => {
  const { setOpen } = useTreeActions();
  const { event, fold, open } = row;
  return (
    <Row
      {...attributes}
      className={lines.line}
      data-line-tone={lineTone(event)}
      aria-expanded={fold.kind === 'line' ? undefined : open}
    >
      <td {...CELL} className={lines.lineCell}>
        <LineTime at={event.received_at} />
        <span className={lines.text}>
          <EventLine fold={fold} open={open} onToggle={() => setOpen(row.foldKey, !open)} />
        </span>
      </td>
    </Row>
  );
};

/** A phone has no room for the milliseconds. */
const LineTime = ({ at }: { readonly at: string }) => {
  const instant = new Date(at);
  const time = formatLogTime(instant);
  return (
    <time dateTime={at} title={formatAbsolute(instant)}>
      {time.slice(0, 8)}
      <span className={lines.milliseconds}>{time.slice(8)}</span>
    </time>
  );
};

export const OlderLinesRow = ({ row, ...attributes }: RowProps<'older-lines'>) => {
  const { loadOlderLines } = useTreeActions();
  const load = useMutation({ mutationFn: () => loadOlderLines(row.jobId) });
  return (
    <Row {...attributes} className={lines.line}>
      <td {...CELL} className={lines.lineCell}>
        <span />
        <span className={lines.text}>
          <button
            type="button"
            className={lines.loadButton}
            data-row-open
            disabled={load.isPending}
            onClick={() => load.mutate()}
          >
            {load.isPending ? 'Loading…' : 'Load earlier lines'}
          </button>
          {load.error ? <span className={text.dimmed}> {explain(load.error)}</span> : null}
        </span>
      </td>
    </Row>
  );
};

export const NoLinesRow = (attributes: RowAttributes) => (
  <Row {...attributes} className={lines.line}>
    <td {...CELL} className={lines.lineCell}>
      <span />
      <span className={clsx(lines.text, text.dimmed)}>No events.</span>
    </td>
  </Row>
);

export const LoadingRow = (attributes: RowAttributes) => (
  <Row {...attributes} className={lines.attempt}>
    <td {...CELL} className={clsx(lines.attemptCell, lines.delayed)} aria-busy="true">
      <VisuallyHidden component="span">Loading</VisuallyHidden>
      <Skeleton height={10} width="24%" />
    </td>
  </Row>
);

export const ProblemRow = ({ row, ...attributes }: RowProps<'problem'>) => {
  const { reloadJob } = useTreeActions();
  return (
    <Row {...attributes} className={lines.attempt}>
      <td {...CELL} className={lines.problem}>
        <ErrorPanel
          what="This job could not be loaded."
          error={row.error}
          onRetry={() => reloadJob(row.jobId)}
        />
      </td>
    </Row>
  );
};
