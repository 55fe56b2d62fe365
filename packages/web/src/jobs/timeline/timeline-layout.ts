import type { Bar } from './attempt-bars.ts';

export const TOP_PX = 12;

interface Arrangement {
  /** Of one attempt. */
  readonly rowPx: number;
  /** From the top of the row to that of its bar. */
  readonly barTopPx: number;
  /** Left of the axis, and right of its end. */
  readonly besidePx: readonly [left: number, right: number];
  /** Where the label of a bar starts; undefined: beside the bar. */
  readonly labelLeftPx?: number;
}

/** An attempt's number, outcome and instance stand left of the axis, and there is room for a label right of its end. */
const BESIDE: Arrangement = { rowPx: 32, barTopPx: 8, besidePx: [216, 132] };
/** They and the label stand above the bar. The last time of the axis needs room on the right. */
const ABOVE: Arrangement = { rowPx: 52, barTopPx: 28, besidePx: [16, 32], labelLeftPx: 204 };
/** In less width labels would cover bars. */
const LEAST_WIDTH_BESIDE = 720;

export interface Scale extends Arrangement {
  readonly width: number;
  readonly left: number;
  readonly right: number;
  /** Milliseconds after submission → pixels. */
  readonly x: (ms: number) => number;
}

export const timelineScale = (available: number, total: number): Scale => {
  const arrangement = available < LEAST_WIDTH_BESIDE ? ABOVE : BESIDE;
  const [left, rest] = arrangement.besidePx;
  const right = Math.max(left, available - rest);
  const x = (ms: number): number => left + ((right - left) * ms) / Math.max(1, total);
  return { ...arrangement, width: available, left, right, x };
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

/** Places a label above or after its bar; before it if the text does not fit after it and has more room there. */
export const placeLabel = (bar: Pick<Bar, 'from' | 'to'>, text: string, scale: Scale): Label => {
  const { labelLeftPx } = scale;
  if (labelLeftPx !== undefined)
    return { x: labelLeftPx, anchor: 'start', text: cutText(text, scale.width - labelLeftPx - LABEL_GAP) };
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

const TICK_PX = 84;
const MOST_TICKS = 6;

/** How many steps an axis has at most, so that their labels do not touch each other. */
export const mostTicks = ({ left, right }: Pick<Scale, 'left' | 'right'>): number =>
  Math.max(1, Math.min(MOST_TICKS, Math.floor((right - left) / TICK_PX)));

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
