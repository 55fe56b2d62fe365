import { AttemptRow, ServerRow } from './attempt-row.tsx';
import { ExtractorRow } from './extractor-row.tsx';
import { JobHeads } from './heads.tsx';
import { InferredRow, RunRow } from './inferred-row.tsx';
import { JobRow } from './job-row.tsx';
import { LineRow } from './line-row.tsx';
import { ROW, type RowPlace } from './row-props.ts';
import { LoadingRow, MoreJobsRow, NoLinesRow, OlderLinesRow, ProblemRow } from './small-rows.tsx';
import type { TreeRow } from './tree-rows.ts';

/** Lines are read, not stood on: `j` and `k` go from attempt to attempt. */
const STOPS: ReadonlySet<TreeRow['type']> = new Set([
  'extractor',
  'job',
  'inferred',
  'run',
  'attempt',
  'server',
  'more-jobs',
]);

/** The head is the first row a screen reader counts. */
const HEAD_ROWS = 1;

const placeOf = (row: TreeRow, index: number | undefined): RowPlace => {
  const stops = STOPS.has(row.type);
  return {
    ...ROW,
    'aria-level': row.level,
    'aria-rowindex': index === undefined ? undefined : index + 1 + HEAD_ROWS,
    'data-key': row.key,
    'data-index': index,
    'data-row': stops || undefined,
    'data-begins': ('begins' in row && row.begins) || undefined,
    'data-ends': ('ends' in row && row.ends) || undefined,
    tabIndex: stops ? -1 : undefined,
  };
};

interface AnyRowProps {
  readonly row: TreeRow;
  /** Where it stands among all rows; given where not all of them are in the page. */
  readonly index?: number | undefined;
}

export const Row = ({ row, index }: AnyRowProps) => {
  const place = placeOf(row, index);
  switch (row.type) {
    case 'extractor':
      return <ExtractorRow row={row} {...place} />;
    case 'heads':
      return <JobHeads {...place} />;
    case 'job':
      return <JobRow row={row} {...place} />;
    case 'inferred':
      return <InferredRow row={row} {...place} />;
    case 'run':
      return <RunRow row={row} {...place} />;
    case 'attempt':
      return <AttemptRow row={row} {...place} />;
    case 'server':
      return <ServerRow row={row} {...place} />;
    case 'line':
      return <LineRow row={row} {...place} />;
    case 'more-jobs':
      return <MoreJobsRow row={row} {...place} />;
    case 'older-lines':
      return <OlderLinesRow row={row} {...place} />;
    case 'no-lines':
      return <NoLinesRow {...place} />;
    case 'loading':
      return <LoadingRow {...place} />;
    case 'problem':
      return <ProblemRow row={row} {...place} />;
  }
};
