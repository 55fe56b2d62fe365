import { Button } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { explain } from '../../api/explain.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { CELL, type RowPlace, type RowProps } from './row-props.ts';
import { useTreeActions } from './tree-context.ts';

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
