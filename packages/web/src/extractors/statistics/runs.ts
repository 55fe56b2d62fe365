import type { ExtractorRun } from '@pawprint/protocol';

/** A done run on a resource of known size. */
export interface SizedRun {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly bytes: number;
  readonly runMs: number;
}

export const sizedRuns = (runs: readonly ExtractorRun[]): readonly SizedRun[] =>
  runs.flatMap(({ id, state, resource, mime, size_bytes: bytes, run_ms: runMs }) =>
    state === 'SUCCEEDED' && bytes !== null && bytes > 0 && runMs !== null
      ? [{ id, name: resource.name, type: mime ?? resource.type, bytes, runMs: Math.max(1, runMs) }]
      : [],
  );

const MOST_TYPES = 4;
export const OTHER_TYPES = 'other types';

/** The most frequent types first; the rest are drawn alike. */
export const typesOf = (runs: readonly SizedRun[]): readonly string[] => {
  const counts = new Map<string, number>();
  for (const { type } of runs) counts.set(type, (counts.get(type) ?? 0) + 1);
  const types = [...counts].sort(([, one], [, other]) => other - one).map(([type]) => type);
  return types.length > MOST_TYPES + 1 ? [...types.slice(0, MOST_TYPES), OTHER_TYPES] : types;
};

interface Placed {
  readonly x: number;
  readonly y: number;
  readonly run: SizedRun;
}

/** The mark that an arrow key leads to: the next to the right or left, or the next above or below; the leftmost at first. */
export const pointAfterKey = <Point extends Placed>(
  points: readonly Point[],
  here: Point | undefined,
  key: string,
): Point | undefined => {
  const isSideways = key === 'ArrowRight' || key === 'ArrowLeft';
  const order = points.toSorted((one, other) =>
    isSideways ? one.x - other.x || one.y - other.y : other.y - one.y || one.x - other.x,
  );
  const place = order.findIndex(({ run }) => run.id === here?.run.id);
  if (place < 0) return points.toSorted((one, other) => one.x - other.x)[0];
  return order[place + (key === 'ArrowRight' || key === 'ArrowUp' ? 1 : -1)] ?? here;
};
