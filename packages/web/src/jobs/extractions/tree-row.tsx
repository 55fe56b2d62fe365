import { lazy, Suspense } from 'react';
import { ExtractorRow } from './extractor-row.tsx';
import { CELL, ROW, Row, type RowAttributes, type TabStop } from './row-parts.tsx';
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
  <Row {...attributes} style={{ display: 'block', height: estimateHeight(row) }}>
    <td {...CELL} aria-busy="true" />
  </Row>
);

const WITHOUT_FOCUS: ReadonlySet<TreeRow['type']> = new Set(['heads', 'no-lines', 'loading']);

/** Whether the keyboard stops at the row: at those that open or have a button. */
const isFocusable = (row: TreeRow): boolean =>
  row.type === 'line' ? row.fold.kind !== 'line' : !WITHOUT_FOCUS.has(row.type);

/** Where the focus is in the tree, or was last. */
export interface RowFocus {
  readonly key: string | undefined;
  readonly isInside: boolean;
}

/**
 * The row that is in the order of the Tab key: the one that had the focus last, else the first.
 *
 * @param rows those that are rendered
 */
export const tabStopOf = (rows: readonly TreeRow[], focus: RowFocus): TabStop => {
  const focused = rows.find((row) => row.key === focus.key && isFocusable(row));
  const { key } = focused ?? rows.find(isFocusable) ?? {};
  return { key, hasFocus: focus.isInside && focused !== undefined };
};

/** A screen reader counts the head as the first row. */
const HEAD_ROWS = 1;

const rowAttributes = (row: TreeRow, index: number | undefined): RowAttributes => {
  return {
    ...ROW,
    'aria-level': row.level,
    'aria-rowindex': index === undefined ? undefined : index + 1 + HEAD_ROWS,
    'data-key': row.key,
    'data-index': index,
    'data-row': isFocusable(row) || undefined,
    'data-first': ('isFirst' in row && row.isFirst) || undefined,
    'data-last': ('isLast' in row && row.isLast) || undefined,
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
