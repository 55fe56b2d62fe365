const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const pair = (whole: number, unit: string, rest: number, restUnit: string): string =>
  rest === 0 ? `${whole} ${unit}` : `${whole} ${unit} ${rest} ${restUnit}`;

/**
 * "7.1 s", "3 min 20 s", "2 h 5 min", "3 d 4 h": two units at most. Rounds before it chooses the units, so as not to
 * write "60.0 s".
 */
export const formatDuration = (ms: number): string => {
  const tenths = Math.round(ms / 100);
  if (tenths < 600) return `${(tenths / 10).toFixed(1)} s`;
  const seconds = Math.round(ms / SECOND);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
  const minutes = Math.round(ms / MINUTE);
  if (minutes < 24 * 60) return pair(Math.floor(minutes / 60), 'h', minutes % 60, 'min');
  const hours = Math.round(ms / HOUR);
  return pair(Math.floor(hours / 24), 'd', hours % 24, 'h');
};

/** For estimates and "ago": whole numbers of one unit. "40 s", "3 min", "2 h", "5 d". */
export const formatRoughly = (ms: number): string => {
  if (ms < 59.5 * SECOND) return `${Math.max(0, Math.round(ms / SECOND))} s`;
  if (ms < 59.5 * MINUTE) return `${Math.round(ms / MINUTE)} min`;
  if (ms < 23.5 * HOUR) return `${Math.round(ms / HOUR)} h`;
  return `${Math.round(ms / DAY)} d`;
};
