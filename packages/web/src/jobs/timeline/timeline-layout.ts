import type { Bar } from './attempt-bars.ts';

export const ROW_PX = 32;
export const TOP_PX = 12;
/** Left of the axis: the attempt's number, outcome and instance. Right of its end: room for a label. */
const AXIS_LEFT = 216;
const AXIS_RIGHT = 132;
/** In less width labels would cover bars, so the chart scrolls sideways. */
const LEAST_WIDTH = 720;

export interface Scale {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Milliseconds after submission → pixels. */
  readonly x: (ms: number) => number;
}

export const timelineScale = (available: number, total: number): Scale => {
  const width = Math.max(LEAST_WIDTH, available);
  const [left, right] = [AXIS_LEFT, width - AXIS_RIGHT];
  return { width, left, right, x: (ms) => left + ((right - left) * ms) / Math.max(1, total) };
};

/** A bar of no length is still visible. */
export const barWidth = (from: number, to: number): number => Math.max(3, to - from);

export interface Label {
  readonly x: number;
  readonly anchor: 'start' | 'end';
  /** Cut to the available width. */
  readonly text: string;
}

const LABEL_GAP = 9;
/** About the width of a letter at 12 px. */
const LETTER_PX = 6.1;
const LEAST_LABEL_PX = 120;

/** Places a label after its bar; before it if the text does not fit after it and has more room there. */
export const placeLabel = (bar: Bar, text: string, scale: Scale): Label => {
  const [from, to] = [scale.x(bar.from), scale.x(bar.to)];
  const after = scale.width - to - 2 * LABEL_GAP;
  const before = from - scale.left - LABEL_GAP;
  const fits = text.length * LETTER_PX <= after;
  return fits || after >= LEAST_LABEL_PX || before <= after
    ? { x: to + LABEL_GAP, anchor: 'start', text: cutText(text, after) }
    : { x: from - LABEL_GAP, anchor: 'end', text: cutText(text, before) };
};

const cutText = (text: string, width: number): string => {
  const most = Math.max(0, Math.floor(width / LETTER_PX));
  return text.length <= most ? text : `${text.slice(0, Math.max(0, most - 1)).trimEnd()}…`;
};

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** Steps as on a clock; decimal ones below a second. */
const STEPS = [
  [1, 2, 5, 10, 20, 50, 100, 200, 500],
  [1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  [1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  [1, 2, 3, 6, 12].map((n) => n * HOUR),
].flat();

/** The ticks of a time axis from 0 to `span` ms: equally spaced, starting at 0, at most `most` + 1 of them. */
export const timeTicks = (span: number, most: number): number[] => {
  const least = Math.max(1, span) / Math.max(1, most);
  const step = STEPS.find((candidate) => candidate >= least) ?? dayStep(least);
  return Array.from({ length: Math.floor(span / step) + 1 }, (_, index) => index * step);
};

/** Above half a day the steps are whole days: 1, 2, 5, 10, 20, 50 … */
const dayStep = (least: number): number => {
  const days = Math.max(1, least / DAY);
  const power = 10 ** Math.floor(Math.log10(days));
  return DAY * power * ([1, 2, 5, 10].find((n) => n * power >= days) ?? 10);
};

/** "0", "10 s", "1 min 30 s", "250 ms". */
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
