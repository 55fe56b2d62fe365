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
