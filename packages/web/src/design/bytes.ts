const UNITS = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'] as const;

const inUnit = (value: number, unit: string): string =>
  unit === 'B' || value >= 99.95 ? `${Math.round(value)} ${unit}` : `${value.toFixed(1)} ${unit}`;

/** "512 B", "48.2 kB", "212 MB": decimal units. Rounds before it chooses the unit, so as not to write "1000 kB". */
export const formatBytes = (bytes: number): string => {
  let value = bytes;
  for (const unit of UNITS) {
    if (value < 999.5 || unit === 'PB') return inUnit(value, unit);
    value /= 1000;
  }
  return inUnit(value, 'PB');
};

/** "116 of 214 MB": one unit for both. */
export const formatBytesOf = (part: number, whole: number): string => {
  const text = formatBytes(whole);
  const unit = text.slice(text.indexOf(' ') + 1);
  const scale = 1000 ** UNITS.findIndex((name) => name === unit);
  const value = part / scale;
  const digits = unit === 'B' || whole / scale >= 99.95 ? 0 : 1;
  return `${value.toFixed(digits)} of ${text}`;
};
