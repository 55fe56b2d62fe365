const FIRST_MS = 200;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next try, in milliseconds: twice as long after each failure, and never just as long as
 * others who failed at the same moment.
 *
 * @param failures in a row, from 1
 * @param random 0..1
 */
export const retryPauseMs = (failures: number, random: number): number =>
  Math.round(Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20)) * (0.5 + random / 2));
