const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps people count time in; below a second the decimal ones. */
const STEPS = [
  [1, 2, 5, 10, 20, 50, 100, 200, 500],
  [1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  [1, 2, 3, 6, 12].map((n) => n * HOUR),
].flat();

/** Beyond half a day whole days: 1, 2, 5, 10, 20, 50 … */
const dayStep = (least: number): number => {
  const days = Math.max(1, least / DAY);
  const power = 10 ** Math.floor(Math.log10(days));
  return DAY * power * ([1, 2, 5, 10].find((n) => n * power >= days) ?? 10);
};

const stepFor = (span: number, most: number): number => {
  const least = span / most;
  return STEPS.find((step) => step >= least) ?? dayStep(least);
};

/** The marks of a time axis from 0 to `span` ms: 0 first, evenly apart, `most` + 1 of them at most. */
export const timeTicks = (span: number, most: number): number[] => {
  const step = stepFor(Math.max(1, span), Math.max(1, most));
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, at) => at * step);
};

/** "0", "10 s", "1 min 30 s", "250 ms": as short as a mark can be. */
export const tickLabel = (ms: number): string => {
  if (ms === 0) return '0';
  if (ms < SECOND) return `${ms} ms`;
  const parts = [
    [Math.floor(ms / DAY), 'd'],
    [Math.floor((ms % DAY) / HOUR), 'h'],
    [Math.floor((ms % HOUR) / MINUTE), 'min'],
    [(ms % MINUTE) / SECOND, 's'],
  ] as const;
  return parts
    .filter(([count]) => count > 0)
    .map(([count, unit]) => `${count} ${unit}`)
    .join(' ');
};
