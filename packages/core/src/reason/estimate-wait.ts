/** Upper bounds, in bytes, of the sizes of resources whose run times are kept apart. */
export const SIZE_BOUNDS = [64 * 1024, 1024 ** 2, 16 * 1024 ** 2, 256 * 1024 ** 2] as const;

/**
 * How long attempts of an extractor took, on resources of one size: 0 of unknown size (datasets), 1 up to the first of
 * `SIZE_BOUNDS`, and so on.
 */
export interface RunTimes {
  readonly size: number;
  readonly runs: number;
  readonly meanMs: number;
  /** The standard deviation. */
  readonly deviationMs: number;
}

/** What is before a job in line. */
export interface WorkAhead {
  /** How many jobs start before it, by the size of their resource as in `RunTimes`. */
  readonly waitingBySize: readonly number[];
  readonly running: number;
  readonly instancesAlive: number;
}

export interface Estimate {
  readonly lowMs: number;
  readonly highMs: number;
}

/** Fewer runs say too little. */
const LEAST_RUNS = 5;

/**
 * When a job in line probably starts, from how long the extractor took before: the sum of the expected run times ahead,
 * give or take their standard deviation and the uncertainty of each mean, shared among those at work. Null where the
 * history of a size is too short, or where an instance is free: then the job starts any moment.
 */
export const estimateWait = (
  { waitingBySize, running, instancesAlive }: WorkAhead,
  history: readonly RunTimes[],
): Estimate | null => {
  const parallel = Math.max(running, instancesAlive);
  if (parallel === 0 || running < instancesAlive) return null;
  const parts = waitingBySize.map((count, size) => (count === 0 ? NOTHING : sumOf(count, history, size)));
  const begun = halfOf(running, history);
  const total = [...parts, begun].reduce(addUp, NOTHING);
  if (total === null) return null;
  const spreadMs = Math.sqrt(total.variance);
  const [lowMs, highMs] = [total.meanMs - spreadMs, total.meanMs + spreadMs];
  return Number.isFinite(highMs) ? { lowMs: Math.max(0, lowMs) / parallel, highMs: highMs / parallel } : null;
};

interface Sum {
  readonly meanMs: number;
  readonly variance: number;
}

const NOTHING: Sum = { meanMs: 0, variance: 0 };

const addUp = (sum: Sum | null, part: Sum | null): Sum | null =>
  sum && part && { meanMs: sum.meanMs + part.meanMs, variance: sum.variance + part.variance };

const sumOf = (count: number, history: readonly RunTimes[], size: number): Sum | null => {
  const times = history.find((each) => each.size === size);
  if (times === undefined || times.runs < LEAST_RUNS) return null;
  const { meanMs, deviationMs, runs } = times;
  return { meanMs: count * meanMs, variance: (count + count ** 2 / runs) * deviationMs ** 2 };
};

/** What runs is somewhere between its start and its end. */
const halfOf = (running: number, history: readonly RunTimes[]): Sum | null => {
  const runs = history.reduce((sum, times) => sum + times.runs, 0);
  if (runs < LEAST_RUNS) return null;
  const meanMs = history.reduce((sum, times) => sum + times.meanMs * times.runs, 0) / runs;
  return { meanMs: (running * meanMs) / 2, variance: (running * meanMs ** 2) / 12 };
};
