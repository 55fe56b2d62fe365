import type { Event } from '@pawprint/protocol';
import { diffArrays } from 'diff';
import { lineText } from '../events/event-kinds.ts';

type Line = Pick<Event, 'kind' | 'message' | 'progress' | 'number' | 'level'>;

/** A line of the one log beside the line of the other that says the same, or stands in its place. */
export interface LinePair<L extends Line = Line> {
  readonly left: L | null;
  readonly right: L | null;
  readonly isSame: boolean;
}

/** Logs that differ in more lines than this are not aligned: it would take the page too long. */
const MOST_EDITS = 1_000;

/**
 * Aligns two logs by the texts of their lines. Where one has other lines than the other, those stand beside each other in
 * order. Every line of both logs occurs once.
 */
export const alignLogs = <L extends Line>(left: readonly L[], right: readonly L[]): LinePair<L>[] => {
  const comparator = (one: L, other: L): boolean => one.kind === other.kind && textOf(one) === textOf(other);
  const parts = diffArrays<L>([...left], [...right], { comparator, maxEditLength: MOST_EDITS });
  if (parts === undefined) return besides([...left], [...right]);
  const pairs: LinePair<L>[] = [];
  let [l, r] = [0, 0];
  let removed: L[] = [];
  let added: L[] = [];
  const flush = (): void => {
    pairs.push(...besides(removed, added));
    [removed, added] = [[], []];
  };
  for (const { count, added: isAdded, removed: isRemoved } of parts) {
    if (isRemoved) removed.push(...left.slice(l, l + count));
    if (isAdded) added.push(...right.slice(r, r + count));
    if (!isAdded && !isRemoved) {
      flush();
      for (let n = 0; n < count; n += 1)
        pairs.push({ left: left[l + n] ?? null, right: right[r + n] ?? null, isSame: true });
    }
    if (!isAdded) l += count;
    if (!isRemoved) r += count;
  }
  flush();
  return pairs;
};

const besides = <L extends Line>(left: readonly L[], right: readonly L[]): LinePair<L>[] =>
  Array.from({ length: Math.max(left.length, right.length) }, (_, n) => ({
    left: left[n] ?? null,
    right: right[n] ?? null,
    isSame: false,
  }));

const textOf = (line: Line): string => lineText(line).trim();

/** Pairs that are shown, or a run of equal ones that is folded away. */
export type LogBlock<L extends Line = Line> =
  | { readonly kind: 'pairs'; readonly pairs: readonly LinePair<L>[] }
  | { readonly kind: 'folded'; readonly pairs: readonly LinePair<L>[] };

/** So many equal lines stay before and after a difference. */
const CONTEXT = 3;

/** Folds runs of equal lines, except those next to a difference. */
export const foldEqualLines = <L extends Line>(pairs: readonly LinePair<L>[]): LogBlock<L>[] => {
  const isNear = nearDifferences(pairs);
  const blocks: { kind: LogBlock['kind']; pairs: LinePair<L>[] }[] = [];
  for (const [n, pair] of pairs.entries()) {
    const kind = isNear[n] ? 'pairs' : 'folded';
    const last = blocks.at(-1);
    if (last?.kind === kind) last.pairs.push(pair);
    else blocks.push({ kind, pairs: [pair] });
  }
  return blocks;
};

/** For each pair, whether a difference is at most {@link CONTEXT} lines away. */
const nearDifferences = (pairs: readonly LinePair[]): boolean[] => {
  const isNear = pairs.map(() => false);
  for (const [n, { isSame }] of pairs.entries())
    if (!isSame) isNear.fill(true, Math.max(0, n - CONTEXT), n + CONTEXT + 1);
  return isNear;
};
