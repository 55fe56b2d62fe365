import type { ExtractorStatistics } from '@pawprint/protocol';
import type uPlot from 'uplot';
import type { Axis } from 'uplot';
import { axisTime } from '../../design/instant.ts';
import type { ReadToken } from './chart.tsx';
import type { Mark, Slot } from './series.ts';

export interface TimeChartProps {
  readonly statistics: ExtractorStatistics;
  readonly marks: readonly Mark[];
}

/** The newest first, without those in which nothing ended. */
export const shownInTable = (slots: readonly Slot[]): readonly Slot[] =>
  slots.filter(({ period }) => period !== undefined).toReversed();

export const BASE = {
  legend: { show: false },
  cursor: { show: false },
  padding: [8, 8, 0, 0] as [number, number, number, number],
};

/** The same in both charts, whatever has ended when. */
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
  space: 80,
  values: (_, ticks) => ticks.map((tick) => axisTime(tick * 1_000)),
});

export const valueAxis = (token: ReadToken): Axis => ({
  stroke: token('--text-dimmed'),
  font: `12px ${token('--font')}`,
  grid: { stroke: token('--line'), width: 1 },
  ticks: { show: false },
  size: 52,
  gap: 6,
  space: 32,
});
