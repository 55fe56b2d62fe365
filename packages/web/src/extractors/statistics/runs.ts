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

type RunAttempt = ExtractorRun['attempts'][number];

export interface LaneAttempt {
  readonly jobId: string;
  readonly name: string;
  readonly outcome: RunAttempt['outcome'];
  readonly from: number;
  readonly to: number;
}

export interface Lane {
  /** Null: reports did not say which instance it was. */
  readonly instanceId: string | null;
  readonly attempts: readonly LaneAttempt[];
}

/** The attempts of each instance, oldest first. The instance that worked last is first. */
export const lanesOf = (runs: readonly ExtractorRun[], now: number): readonly Lane[] => {
  const lanes = new Map<string | null, LaneAttempt[]>();
  for (const { id, resource, attempts } of runs)
    for (const { instance_id: instanceId, outcome, started_at: start, ended_at: end } of attempts) {
      const from = Date.parse(start);
      const to = end === null ? now : Date.parse(end);
      const lane = lanes.get(instanceId) ?? [];
      lane.push({ jobId: id, name: resource.name, outcome, from, to });
      lanes.set(instanceId, lane);
    }
  return [...lanes]
    .map(([instanceId, attempts]) => ({
      instanceId,
      attempts: attempts.sort((one, other) => one.from - other.from),
    }))
    .sort((one, other) => lastEnd(other) - lastEnd(one));
};

const lastEnd = ({ attempts }: Lane): number => Math.max(...attempts.map(({ to }) => to));

/** The place nearest to a pointer, if it is near enough. */
export const nearest = <Item extends { readonly x: number; readonly y: number }>(
  items: readonly Item[],
  x: number,
  y: number,
  within: number,
): Item | undefined => {
  let found: Item | undefined;
  let least = within;
  for (const item of items) {
    const distance = Math.hypot(item.x - x, item.y - y);
    if (distance <= least) [found, least] = [item, distance];
  }
  return found;
};
