import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { explain } from '../../api/explain.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { formatAbsolute, formatLogTime } from '../../design/instant.ts';
import { lineText, lineTone } from '../events/event-kinds.ts';
import { EventText, FoldButton } from '../events/event-line.tsx';
import { CELL, type RowPlace, type RowProps, useTreeActions } from './row-parts.tsx';

/** The milliseconds stand apart: a phone has no room for them. */
const LineTime = ({ at }: { readonly at: string }) => {
  const instant = new Date(at);
  const time = formatLogTime(instant);
  return (
    <time dateTime={at} title={formatAbsolute(instant)}>
      {time.slice(0, 8)}
      <span>{time.slice(8)}</span>
    </time>
  );
};

/** One line, or several that say the same. */
export const LineRow = ({ row, ...place }: RowProps<'line'>) => {
  const { toggle } = useTreeActions();
  const { event, fold } = row;
  const folds = fold.events.length > 1;
  return (
    <tr {...place} className={`ln ${lineTone(event)}`}>
      <td {...CELL} className="lines">
        <LineTime at={event.received_at} />
        <span className="x">
          <EventText text={lineText(event)} />
          {event.late ? <span className="tag">late</span> : null}
          {folds ? <FoldButton fold={fold} open={row.open} onToggle={() => toggle(row.foldKey)} /> : null}
        </span>
      </td>
    </tr>
  );
};

const counted = (count: number, one: string): string => `${count} ${one}${count === 1 ? '' : 's'}`;

export const MoreJobsRow = ({ row, ...place }: RowProps<'more-jobs'>) => {
  const { loadOlderJobs, loadingOlder, olderError } = useTreeActions();
  const loading = loadingOlder === row.extractor;
  return (
    <tr {...place} className="more tree-more">
      <td {...CELL}>
        <Button size="xs" aria-disabled={loading} onClick={() => loadOlderJobs(row.extractor)} data-row-open>
          {loading ? 'Loading…' : `Load ${Math.min(20, row.left)} more`}
        </Button>
        <span>
          {olderError && !loading ? explain(olderError) : `${counted(row.left, 'older job')} not shown`}
        </span>
      </td>
    </tr>
  );
};

export const OlderLinesRow = ({ row, ...place }: RowProps<'older-lines'>) => {
  const { loadOlderLines } = useTreeActions();
  const load = useMutation({ mutationFn: () => loadOlderLines(row.jobId) });
  return (
    <tr {...place} className="ln">
      <td {...CELL} className="lines">
        <span />
        <span className="x">
          <button type="button" className="fold" disabled={load.isPending} onClick={() => load.mutate()}>
            {load.isPending ? 'Loading…' : 'Load earlier lines'}
          </button>
          {load.error ? <span className="dim"> {explain(load.error)}</span> : null}
        </span>
      </td>
    </tr>
  );
};

export const NoLinesRow = (place: RowPlace) => (
  <tr {...place} className="ln">
    <td {...CELL} className="lines">
      <span />
      <span className="x dim">Nothing was said.</span>
    </td>
  </tr>
);

export const LoadingRow = (place: RowPlace) => (
  <tr {...place} className="att">
    <td {...CELL} className="ah bones" aria-busy="true">
      <span className="sr">Loading</span>
      <span className="bone" style={{ width: '24%' }} />
    </td>
  </tr>
);

export const ProblemRow = ({ row, ...place }: RowProps<'problem'>) => {
  const { askAgain } = useTreeActions();
  return (
    <tr {...place} className="att">
      <td {...CELL}>
        <ErrorPanel
          what="This job could not be loaded."
          error={row.error}
          onRetry={() => askAgain(row.jobId)}
        />
      </td>
    </tr>
  );
};
