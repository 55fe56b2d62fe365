import type { TreeRow } from './tree-rows.ts';

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
export const estimateRow = (row: TreeRow | undefined): number => (row ? HEIGHTS[row.type] + gap(row) : 0);
