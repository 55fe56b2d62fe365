const FIRST_MS = 1_000;
const LONGEST_MS = 60_000;
/** A child that lived so long was well: what kills it now is not what killed it before. */
const HEALTHY_MS = 60_000;

export interface Death {
  readonly startedAt: number;
  /** How long the pause before this start was; 0 for the first. */
  readonly pauseMs: number;
}

/** How long to wait before a child that died `now` is started again: a second, doubling up to a minute. */
export const restartPause = ({ startedAt, pauseMs }: Death, now: number): number => {
  if (pauseMs === 0 || now - startedAt >= HEALTHY_MS) return FIRST_MS;
  return Math.min(LONGEST_MS, pauseMs * 2);
};
