import type { Bar } from './attempt-bars.ts';

/** Room for the attempt's number, outcome and instance in front of the axis, and for a word behind its end. */
const AXIS_LEFT = 216;
const AXIS_RIGHT = 132;
export const ROW_PX = 32;
export const TOP_PX = 12;
/** Below this the labels would lie over the bars: the chart scrolls sideways instead. */
const LEAST_WIDTH = 720;
const LABEL_GAP = 9;
/** About the width of a letter at 12 px. */
const LETTER_PX = 6.1;
const LEAST_LABEL_PX = 120;

export interface Scale {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** ms after submission → px */
  readonly x: (ms: number) => number;
}

export const timelineScale = (available: number, total: number): Scale => {
  const width = Math.max(LEAST_WIDTH, available);
  const [left, right] = [AXIS_LEFT, width - AXIS_RIGHT];
  return { width, left, right, x: (ms) => left + ((right - left) * ms) / Math.max(1, total) };
};

interface Label {
  readonly x: number;
  readonly anchor: 'start' | 'end';
  /** Cut to the room there is. */
  readonly text: string;
}

const cut = (text: string, room: number): string => {
  const most = Math.max(0, Math.floor(room / LETTER_PX));
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
};

/** Behind the bar; before it, where there is more room than behind and too little behind. */
export const labelOf = (bar: Bar, text: string, scale: Scale): Label => {
  const [from, to] = [scale.x(bar.from), scale.x(bar.to)];
  const behind = scale.width - to - 2 * LABEL_GAP;
  const before = from - scale.left - LABEL_GAP;
  const fits = text.length * LETTER_PX <= behind;
  return fits || behind >= LEAST_LABEL_PX || before <= behind
    ? { x: to + LABEL_GAP, anchor: 'start', text: cut(text, behind) }
    : { x: from - LABEL_GAP, anchor: 'end', text: cut(text, before) };
};

/** A bar of no length is still one that can be seen and pressed. */
export const barWidth = (from: number, to: number): number => Math.max(3, to - from);

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
