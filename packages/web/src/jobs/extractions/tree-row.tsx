import { lazy, Suspense } from 'react';
import { ExtractorRow } from './extractor-row.tsx';
import { CELL, ROW, type RowAttributes } from './row-parts.tsx';
import type { TreeRow } from './tree-rows.ts';

const loadOpenedRow = () => import('./opened-row.tsx');
const OpenedRow = lazy(async () => ({ default: (await loadOpenedRow()).OpenedRow }));

/** Loads the code of the rows below an extractor. A failure here shows nothing: opening one loads it again. */
export const preloadOpenedRows = (): void => void loadOpenedRow().catch(() => undefined);

interface AnyTreeRowProps {
  readonly row: TreeRow;
  /** The row's index among all rows; given if not all of them are rendered. */
  readonly index?: number | undefined;
}

/** A row of any type. The code of all but the extractors' loads when it is needed, since at first all are closed. */
export const AnyTreeRow = ({ row, index }: AnyTreeRowProps) => {
  const attributes = rowAttributes(row, index);
  if (row.type === 'extractor') return <ExtractorRow row={row} {...attributes} />;
  return (
    <Suspense fallback={<EmptyRow row={row} attributes={attributes} />}>
      <OpenedRow row={row} attributes={attributes} />
    </Suspense>
  );
};

interface EmptyRowProps {
  readonly row: TreeRow;
  readonly attributes: RowAttributes;
}

/** As high as the row, so that nothing moves when its code has loaded. */
const EmptyRow = ({ row, attributes }: EmptyRowProps) => (
  <tr {...attributes} style={{ display: 'block', height: estimateHeight(row) }}>
    <td {...CELL} aria-busy="true" />
  </tr>
);

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
export const estimateHeight = (row: TreeRow | undefined): number => {
  if (!row) return 0;
  const first = 'isFirst' in row && row.isFirst ? 9 : 0;
  const last = 'isLast' in row && row.isLast ? 12 : 0;
  return HEIGHTS[row.type] + first + last;
};
