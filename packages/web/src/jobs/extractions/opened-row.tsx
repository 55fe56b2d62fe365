import { AttemptRow, ServerRow } from './attempt-row.tsx';
import { InferredRow, RunRow } from './inferred-row.tsx';
import { JobHeads, JobRow, MoreJobsRow } from './job-row.tsx';
import { LineRow, LoadingRow, NoLinesRow, OlderLinesRow, ProblemRow } from './line-rows.tsx';
import type { RowAttributes } from './row-parts.tsx';
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
