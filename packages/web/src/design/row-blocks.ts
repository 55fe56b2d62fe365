import type { Range } from '@tanstack/react-virtual';

/**
 * Rows come and go four at a time: it costs the browser little more to lay out and draw a table with four new rows than
 * with one, and while it is scrolled slowly most frames change nothing.
 */
export const BLOCK_ROWS = 4;

/** The rows in sight and those around them, as whole blocks. */
export const wholeBlocks = (
  { startIndex, endIndex, overscan, count }: Range,
  blockRows = BLOCK_ROWS,
): number[] => {
  const from = Math.floor(Math.max(0, startIndex - overscan) / blockRows) * blockRows;
  const to = Math.min(count, Math.ceil((endIndex + 1 + overscan) / blockRows) * blockRows);
  return Array.from({ length: to - from }, (_, n) => from + n);
};

/**
 * The entries in the DOM, with their indexes and in their order: those from one index to another, and those that are kept
 * wherever they are.
 */
export const withKept = <Entry>(
  entries: readonly Entry[],
  { from, to }: { readonly from: number; readonly to: number },
  kept: readonly number[],
): { readonly index: number; readonly entry: Entry }[] => {
  const at = (index: number, end = index + 1) =>
    entries.slice(index, end).map((entry, n) => ({ index: index + n, entry }));
  const elsewhere = kept.filter((index) => index < from || index >= to);
  return [...elsewhere.flatMap((index) => at(index)), ...at(from, to)].sort(
    (one, other) => one.index - other.index,
  );
};
