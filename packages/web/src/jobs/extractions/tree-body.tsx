import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { AttemptRow, ServerRow } from './attempt-row.tsx';
import { ExtractorRow } from './extractor-row.tsx';
import { InferredRow, RunRow } from './inferred-row.tsx';
import { JobHeads, JobRow, MoreJobsRow } from './job-row.tsx';
import { LineRow, LoadingRow, NoLinesRow, OlderLinesRow, ProblemRow } from './line-rows.tsx';
import { ROW, type RowAttributes } from './row-parts.tsx';
import type { TreeRow } from './tree-rows.ts';

/** Up to this number all rows are rendered, so that the browser's own search finds them. */
export const MOST_PLAIN_ROWS = 150;

interface TreeBodyProps {
  readonly rows: readonly TreeRow[];
}

export const TreeBody = ({ rows }: TreeBodyProps) =>
  rows.length > MOST_PLAIN_ROWS ? (
    <VirtualBody rows={rows} />
  ) : (
    <tbody>
      {rows.map((row) => (
        <Row key={row.key} row={row} />
      ))}
    </tbody>
  );

/** Renders only the rows in the window; empty space of the same height stands for the others. */
const VirtualBody = ({ rows }: TreeBodyProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimateHeight(rows[index]),
    getItemKey: (index) => rows[index]?.key ?? index,
    scrollMargin: top,
    overscan: 20,
  });
  const items = virtualizer.getVirtualItems();
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + window.scrollY);
  }, []);
  useLayoutEffect(() => {
    for (const row of body.current?.children ?? []) virtualizer.measureElement(row as HTMLTableRowElement);
  });
  const above = (items[0]?.start ?? top) - top;
  const below = virtualizer.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  return (
    <tbody ref={body} style={{ paddingTop: above, paddingBottom: below }}>
      {items.map(({ key, index }) => {
        const row = rows[index];
        return row ? <Row key={key} row={row} index={index} /> : null;
      })}
    </tbody>
  );
};

interface AnyRowProps {
  readonly row: TreeRow;
  /** The row's index among all rows; given if not all of them are rendered. */
  readonly index?: number | undefined;
}

const Row = ({ row, index }: AnyRowProps) => {
  const attributes = rowAttributes(row, index);
  switch (row.type) {
    case 'extractor':
      return <ExtractorRow row={row} {...attributes} />;
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

/** `j` and `k` stop at these rows; a line is never focused. */
const FOCUSABLE: ReadonlySet<TreeRow['type']> = new Set([
  'extractor',
  'job',
  'inferred',
  'run',
  'attempt',
  'server',
  'more-jobs',
]);

/** A screen reader counts the head as the first row. */
const HEAD_ROWS = 1;

const rowAttributes = (row: TreeRow, index: number | undefined): RowAttributes => {
  const focusable = FOCUSABLE.has(row.type);
  return {
    ...ROW,
    'aria-level': row.level,
    'aria-rowindex': index === undefined ? undefined : index + 1 + HEAD_ROWS,
    'data-key': row.key,
    'data-index': index,
    'data-row': focusable || undefined,
    'data-first': ('isFirst' in row && row.isFirst) || undefined,
    'data-last': ('isLast' in row && row.isLast) || undefined,
    tabIndex: focusable ? -1 : undefined,
  };
};

const HEIGHTS: Readonly<Record<TreeRow['type'], number>> = {
  extractor: 41,
  heads: 29,
  job: 37,
  inferred: 37,
  run: 28,
  attempt: 28,
  server: 28,
  line: 24,
  'older-lines': 24,
  'no-lines': 24,
  loading: 28,
  'more-jobs': 41,
  problem: 76,
};

/** A row's height by the style sheets, used until the row is rendered and measured. */
const estimateHeight = (row: TreeRow | undefined): number => {
  if (!row) return 0;
  const first = 'isFirst' in row && row.isFirst ? 9 : 0;
  const last = 'isLast' in row && row.isLast ? 12 : 0;
  return HEIGHTS[row.type] + first + last;
};
