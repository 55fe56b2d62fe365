const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** From here on the next smaller unit says too little: 24 h, but 2 d. */
const ENOUGH_OF_A_UNIT = 2;

/** A duration in one whole unit, rounded down: `9 s`, `42 min`, `24 h`, `3 d`. */
export const formatDuration = (ms: number): string => {
  const [size, unit] = UNITS.find(([each]) => ms >= each * ENOUGH_OF_A_UNIT) ?? [1_000, 's'];
  return `${Math.max(0, Math.floor(ms / size)) || 0} ${unit}`;
};

/** `about 3 min`, `about 40 s to 2 min`; no more precise than an estimate is. */
export const formatEstimate = (lowMs: number, highMs: number): string => {
  const [low, high] = [roughly(lowMs), roughly(highMs)];
  if (high === 0) return 'about 1 s';
  if (low === high) return `about ${formatDuration(high)}`;
  const [from, to] = [formatDuration(low), formatDuration(high)];
  const [fromCount, fromUnit] = from.split(' ');
  return to.endsWith(` ${fromUnit}`) ? `about ${fromCount} to ${to}` : `about ${from} to ${to}`;
};

const UNIT_STEPS_MS = [3_600_000, 60_000, 10_000, 1_000] as const;

/** Rounded to whole hours, minutes, tens of seconds or seconds, whichever is the largest of which there are two. */
const roughly = (ms: number): number => {
  const step = UNIT_STEPS_MS.find((each) => ms >= each * ENOUGH_OF_A_UNIT) ?? 1_000;
  return Math.round(ms / step) * step;
};
