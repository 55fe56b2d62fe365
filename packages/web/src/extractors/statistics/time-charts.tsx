import { SegmentedControl } from '@mantine/core';
import type { ExtractorStatistics } from '@pawprint/protocol';
import { type ReactNode, useMemo, useState } from 'react';
import uPlot, { type Axis, type Options, type Series } from 'uplot';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { Panel, PanelHead } from '../../design/panel.tsx';
import styles from './chart.module.css';
import Chart, { type ReadToken } from './chart.tsx';
import {
  axisDuration,
  axisTime,
  durationTicks,
  ENDS,
  endedSo,
  type Mark,
  type Slot,
  slotName,
  slotsOf,
} from './series.ts';

interface TimeChartProps {
  readonly statistics: ExtractorStatistics;
  readonly marks: readonly Mark[];
}

/** How many jobs ended, as bars of how they did. */
export const ThroughputPanel = ({ statistics, marks }: TimeChartProps) => {
  const { step } = statistics;
  const slots = useMemo(() => slotsOf(statistics), [statistics]);
  const data = useMemo(() => stackedData(slots), [slots]);
  const options = useMemo(() => throughputOptions(statistics), [statistics]);
  const title = `Jobs ended per ${step}`;
  return (
    <ChartPanel
      title={title}
      id="throughput-head"
      beside={
        <div className={styles.legend}>
          {ENDS.map(({ name, icon, tone }) => (
            <span key={name} data-tone={tone}>
              <Icon name={icon} />
              {name}
            </span>
          ))}
        </div>
      }
      isEmpty={statistics.periods.length === 0}
      table={
        <DataTable>
          <thead>
            <tr>
              <HeadCell>{step === 'hour' ? 'Hour' : 'Day (UTC)'}</HeadCell>
              {ENDS.map(({ name }) => (
                <HeadCell key={name} numeric>
                  {name}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {shownInTable(slots).map(({ at, period }) => (
              <tr key={at}>
                <td>{slotName(at, step)}</td>
                {ENDS.map((end) => (
                  <Cell key={end.name} numeric>
                    {formatCount(endedSo(period, end))}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </DataTable>
      }
    >
      <Chart
        label={`${title}, by how they ended`}
        data={data}
        marks={marks}
        labelsAt="top"
        options={options}
      />
    </ChartPanel>
  );
};

/** The newest first, without those in which nothing ended. */
const shownInTable = (slots: readonly Slot[]): readonly Slot[] =>
  slots.filter(({ period }) => period !== undefined).toReversed();

/** Each series is the sum of what is below it, so that the ones behind show above the ones before. */
const stackedData = (slots: readonly Slot[]): uPlot.AlignedData => [
  slots.map(({ at }) => at / 1_000),
  ...ENDS.map((_, top) =>
    slots.map(({ period }) => ENDS.slice(0, top + 1).reduce((sum, end) => sum + endedSo(period, end), 0)),
  ).toReversed(),
];

const throughputOptions = (statistics: ExtractorStatistics) => (token: ReadToken) => ({
  ...BASE,
  series: [
    {},
    ...ENDS.toReversed().map(
      ({ token: colour, tone }): Series => ({
        ...BARS,
        points: { show: false },
        width: 0,
        // Failures are hatched: they show without colour, too.
        fill: (chart) => (tone === 'failed' ? hatched(chart.ctx, token(colour)) : token(colour)),
      }),
    ),
  ],
  scales: {
    x: xScale(statistics),
    y: { range: (_: uPlot, __: number, most: number): uPlot.Range.MinMax => [0, Math.max(4, most * 1.2)] },
  },
  axes: [
    timeAxis(token),
    { ...valueAxis(token), values: (_: uPlot, ticks: number[]) => ticks.map(wholeOrNothing) },
  ],
});

const paths = uPlot.paths.bars?.({ size: [0.72, 24], align: 1 });
const BARS = paths === undefined ? {} : { paths };

const wholeOrNothing = (tick: number): string => (Number.isInteger(tick) ? formatCount(tick) : '');

const hatched = (context: CanvasRenderingContext2D, colour: string): CanvasPattern | string => {
  const tile = document.createElement('canvas');
  const size = 4 * devicePixelRatio;
  tile.width = size;
  tile.height = size;
  const drawing = tile.getContext('2d');
  if (drawing === null) return colour;
  drawing.strokeStyle = colour;
  drawing.lineWidth = 2.4 * devicePixelRatio;
  drawing.moveTo(-size / 2, size * 1.5);
  drawing.lineTo(size * 1.5, -size / 2);
  drawing.moveTo(-size, size);
  drawing.lineTo(size, -size);
  drawing.moveTo(0, size * 2);
  drawing.lineTo(size * 2, 0);
  drawing.stroke();
  return context.createPattern(tile, 'repeat') ?? colour;
};

const MEASURES = [
  { value: 'wait', label: 'Wait' },
  { value: 'run', label: 'Run' },
  { value: 'elapsed', label: 'Elapsed' },
] as const;
type MeasureName = (typeof MEASURES)[number]['value'];

const TITLES: Readonly<Record<MeasureName, string>> = {
  wait: 'Wait before the first start',
  run: 'Run time of done jobs',
  elapsed: 'Submission to end of done jobs',
};

const PERCENTILES = [
  { key: 'p99_ms', name: 'p99', token: '--text-dimmed', width: 1.25 },
  { key: 'p95_ms', name: 'p95', token: '--text', width: 1.5 },
  { key: 'p50_ms', name: 'p50', token: '--accent', width: 2 },
] as const;

/** How long jobs took: of half of them, of 95 % and of 99 %. */
export const DurationPanel = ({ statistics, marks }: TimeChartProps) => {
  const [measure, setMeasure] = useState<MeasureName>('run');
  const { step } = statistics;
  const slots = useMemo(() => slotsOf(statistics), [statistics]);
  const data = useMemo(() => percentileData(slots, measure), [slots, measure]);
  const options = useMemo(() => durationOptions(statistics, data), [statistics, data]);
  return (
    <ChartPanel
      title={TITLES[measure]}
      id="duration-head"
      beside={
        <SegmentedControl
          className={styles.controls}
          aria-label="Measure"
          data={[...MEASURES]}
          value={measure}
          onChange={setMeasure}
        />
      }
      isEmpty={valuesOf(data).length === 0}
      table={
        <DataTable>
          <thead>
            <tr>
              <HeadCell>{step === 'hour' ? 'Hour' : 'Day (UTC)'}</HeadCell>
              <HeadCell numeric>Jobs</HeadCell>
              {PERCENTILES.toReversed().map(({ name }) => (
                <HeadCell key={name} numeric>
                  {name}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {shownInTable(slots).map(({ at, period }) => (
              <tr key={at}>
                <td>{slotName(at, step)}</td>
                <Cell numeric>{formatCount(period?.[measure]?.jobs ?? 0)}</Cell>
                {PERCENTILES.toReversed().map(({ key, name }) => {
                  const ms = period?.[measure]?.[key];
                  return (
                    <Cell key={name} numeric>
                      {ms === undefined ? '–' : formatDuration(ms)}
                    </Cell>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </DataTable>
      }
    >
      <Chart
        label={`${TITLES[measure]} per ${step}: p50, p95 and p99`}
        data={data}
        marks={marks}
        labelsAt="bottom"
        options={options}
      />
    </ChartPanel>
  );
};

const percentileData = (slots: readonly Slot[], measure: MeasureName): uPlot.AlignedData => [
  slots.map(({ at }) => at / 1_000),
  ...PERCENTILES.map(({ key }) =>
    slots.map(({ period }) => {
      const ms = period?.[measure]?.[key];
      return ms === undefined ? null : Math.max(1, ms);
    }),
  ),
];

const valuesOf = ([, ...series]: uPlot.AlignedData): number[] =>
  series.flatMap((values) => [...values]).filter((value) => typeof value === 'number');

const durationOptions = (statistics: ExtractorStatistics, data: uPlot.AlignedData) => {
  const ticks = durationTicks(valuesOf(data));
  return (token: ReadToken): Omit<Options, 'width' | 'height'> => ({
    ...BASE,
    // Room for the lines' names at their ends.
    padding: [8, 36, 0, 0],
    series: [
      {},
      ...PERCENTILES.map(
        ({ token: colour, width }): Series => ({
          stroke: token(colour),
          width,
          points: { size: 4, filter: withoutNeighbours },
        }),
      ),
    ],
    scales: { x: xScale(statistics), y: { distr: 3, range: [ticks[0] ?? 1, ticks.at(-1) ?? 10] } },
    axes: [
      timeAxis(token),
      {
        ...valueAxis(token),
        splits: [...ticks],
        filter: (_, splits) => splits,
        values: (_, splits) => splits.map(axisDuration),
      },
    ],
    hooks: { draw: [(chart) => nameLines(chart, token)] },
  });
};

/** A line needs two values beside each other: one alone is a point. */
const withoutNeighbours: uPlot.Series.Points.Filter = (chart, series, isShown) => {
  const values = chart.data[series] ?? [];
  const isAlone = (index: number): boolean =>
    values[index] != null && values[index - 1] == null && values[index + 1] == null;
  return isShown ? [...values.keys()].filter(isAlone) : null;
};

/** At the last value of each line; names that would overlap are moved apart. */
const nameLines = (chart: uPlot, token: ReadToken): void => {
  const { ctx, bbox } = chart;
  ctx.save();
  ctx.font = `500 ${12 * devicePixelRatio}px ${token('--font')}`;
  ctx.textBaseline = 'middle';
  ctx.textAlign = 'left';
  let lowest = Number.NEGATIVE_INFINITY;
  for (const [index, { name, token: colour }] of PERCENTILES.entries()) {
    const values = chart.data[index + 1] ?? [];
    const last = [...values].findLast((value) => typeof value === 'number');
    if (typeof last !== 'number') continue;
    const y = Math.max(chart.valToPos(last, 'y', true), lowest + 14 * devicePixelRatio);
    lowest = y;
    ctx.fillStyle = token(colour);
    ctx.fillText(name, bbox.left + bbox.width + 6 * devicePixelRatio, y);
  }
  ctx.restore();
};

const BASE = {
  legend: { show: false },
  cursor: { show: false },
  padding: [8, 8, 0, 0] as [number, number, number, number],
};

/** The same in both charts, whatever has ended when. */
const xScale = ({ since, until }: ExtractorStatistics): uPlot.Scale => ({
  time: true,
  range: [Date.parse(since) / 1_000, Date.parse(until) / 1_000],
});

const timeAxis = (token: ReadToken): Axis => ({
  stroke: token('--text-dimmed'),
  font: `12px ${token('--font')}`,
  grid: { show: false },
  ticks: { show: false },
  size: 28,
  gap: 6,
  space: 80,
  values: (_, ticks) => ticks.map((tick) => axisTime(tick * 1_000)),
});

const valueAxis = (token: ReadToken): Axis => ({
  stroke: token('--text-dimmed'),
  font: `12px ${token('--font')}`,
  grid: { stroke: token('--line'), width: 1 },
  ticks: { show: false },
  size: 52,
  gap: 6,
  space: 32,
});

interface ChartPanelProps {
  readonly title: string;
  readonly id: string;
  /** Beside the title: a legend or controls. */
  readonly beside: ReactNode;
  readonly isEmpty: boolean;
  readonly children: ReactNode;
  readonly table: ReactNode;
}

export const ChartPanel = ({ title, id, beside, isEmpty, children, table }: ChartPanelProps) => (
  <Panel aria-labelledby={id}>
    <PanelHead className={styles.head}>
      <h2 id={id}>{title}</h2>
      {beside}
    </PanelHead>
    <div className={styles.body}>
      {isEmpty ? <p className={styles.empty}>No such job ended in this time.</p> : children}
    </div>
    {isEmpty ? null : <ChartTable>{table}</ChartTable>}
  </Panel>
);

/** The numbers of a chart, for those who do not see it or want to copy them. */
export const ChartTable = ({ children }: { readonly children: ReactNode }) => {
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.table} onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>Show as a table</summary>
      {isOpen ? <div className={styles.rows}>{children}</div> : null}
    </details>
  );
};
