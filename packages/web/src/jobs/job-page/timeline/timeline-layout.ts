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

export interface Label {
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
