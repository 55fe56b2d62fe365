const UNITS = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1_000, 's'],
] as const;

/** From here on the next smaller unit says too little: 24 h, but 2 d. */
const ENOUGH_OF_A_UNIT = 2;

/** A duration in one whole unit, rounded down: `9 s`, `42 min`, `24 h`, `3 d`. */
export const writtenDuration = (ms: number): string => {
  const [size, unit] = UNITS.find(([each]) => ms >= each * ENOUGH_OF_A_UNIT) ?? [1_000, 's'];
  return `${Math.max(0, Math.floor(ms / size))} ${unit}`;
};
