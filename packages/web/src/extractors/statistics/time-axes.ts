import type { ExtractorStatistics } from '@pawprint/protocol';
import type uPlot from 'uplot';
import type { Axis } from 'uplot';
import { axisTime } from '../../design/instant.ts';
import { clockTicks } from '../../jobs/lanes/lanes.ts';
import type { ReadToken } from './chart.tsx';
import type { Mark, Slot } from './series.ts';

export interface TimeChartProps {
  readonly extractor: string;
  readonly statistics: ExtractorStatistics;
  readonly marks: readonly Mark[];
}

/** The newest first, without those in which nothing ended. */
export const shownInTable = (slots: readonly Slot[]): readonly Slot[] =>
  slots.filter(({ period }) => period !== undefined).toReversed();

/** So that all charts over time have their values, and their right ends, at the same places. */
export const VALUES_PX = 76;
export const RIGHT_PX = 36;

export const BASE = {
  legend: { show: false },
  cursor: { show: false },
  padding: [8, RIGHT_PX, 0, 0] as [number, number, number, number],
};

/** The same in all charts over time, whatever has ended when. */
export const xScale = ({ since, until }: ExtractorStatistics): uPlot.Scale => ({
  time: true,
  range: [Date.parse(since) / 1_000, Date.parse(until) / 1_000],
});

export const timeAxis = (token: ReadToken): Axis => ({
  stroke: token('--text-dimmed'),
  font: `12px ${token('--font')}`,
  grid: { show: false },
  ticks: { show: false },
  size: 28,
  gap: 6,
  splits: (chart, _, from, to) =>
    clockTicks({ from: from * 1_000, to: to * 1_000 }, ticksIn(chart.bbox.width / devicePixelRatio)).map(
      (at) => at / 1_000,
    ),
  values: (_, ticks) => ticks.map((tick) => axisTime(tick * 1_000)),
});

/** So many times have room beside each other. */
export const ticksIn = (width: number): number => Math.floor(width / 90);

export const valueAxis = (token: ReadToken): Axis => ({
  stroke: token('--text-dimmed'),
  font: `12px ${token('--font')}`,
  grid: { stroke: token('--line'), width: 1 },
  ticks: { show: false },
  size: VALUES_PX,
  gap: 6,
  space: 32,
});
