import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useLayoutEffect, useRef, useState } from 'react';
import { AttemptRow, ServerRow } from './attempt-row.tsx';
import { ExtractorRow } from './extractor-row.tsx';
import { InferredRow, RunRow } from './inferred-row.tsx';
import { JobRow } from './job-row.tsx';
import { LineRow, LoadingRow, MoreJobsRow, NoLinesRow, OlderLinesRow, ProblemRow } from './line-rows.tsx';
import { JobHeads, ROW, type RowPlace } from './row-parts.tsx';
import type { TreeRow } from './tree-rows.ts';

/** Up to here all rows stand in the page, where the browser's own search finds them. */
export const MOST_PLAIN_ROWS = 150;

interface TreeBodyProps {
  readonly rows: readonly TreeRow[];
}

const PlainBody = ({ rows }: TreeBodyProps) => (
  <tbody>
    {rows.map((row) => (
      <Row key={row.key} row={row} />
    ))}
  </tbody>
);

/** Only the rows in sight are in the page; what is above and below them is empty room of the same height. */
const LongBody = ({ rows }: TreeBodyProps) => {
  const body = useRef<HTMLTableSectionElement>(null);
  const [top, setTop] = useState(0);
  // oxlint-disable-next-line react/incompatible-library -- it speaks for the React Compiler, which is not used here
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    estimateSize: (index) => estimateRow(rows[index]),
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

export const TreeBody = ({ rows }: TreeBodyProps) =>
  rows.length > MOST_PLAIN_ROWS ? <LongBody rows={rows} /> : <PlainBody rows={rows} />;

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

const gap = (row: TreeRow): number =>
  ('begins' in row && row.begins ? 9 : 0) + ('ends' in row && row.ends ? 12 : 0);

/** A row's height as tree.css lays it out, before it is drawn and measured. */
const estimateRow = (row: TreeRow | undefined): number => (row ? HEIGHTS[row.type] + gap(row) : 0);

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

const Row = ({ row, index }: AnyRowProps) => {
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
