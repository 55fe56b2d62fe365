import { SegmentedControl } from '@mantine/core';
import type { ExtractorStatistics } from '@pawprint/protocol';
import { useMemo, useState } from 'react';
import type uPlot from 'uplot';
import type { Options, Series } from 'uplot';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import styles from './chart.module.css';
import type { ReadToken } from './chart.tsx';
import { ChartPanel, LazyChart } from './chart-panel.tsx';
import { axisDuration, durationTicks, type Slot, slotName, slotsOf } from './series.ts';
import { BASE, shownInTable, type TimeChartProps, timeAxis, valueAxis, xScale } from './time-axes.ts';

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
export const DurationPanel = ({ extractor, statistics, marks }: TimeChartProps) => {
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
      table={<PercentileTable slots={slots} step={step} measure={measure} />}
    >
      <LazyChart
        label={`${TITLES[measure]} per ${step}: p50, p95 and p99`}
        data={data}
        extractor={extractor}
        marks={marks}
        labelsAt="bottom"
        options={options}
      />
    </ChartPanel>
  );
};

interface PercentileTableProps {
  readonly slots: readonly Slot[];
  readonly step: ExtractorStatistics['step'];
  readonly measure: MeasureName;
}

const PercentileTable = ({ slots, step, measure }: PercentileTableProps) => (
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
);

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

const isNumber = (value: unknown): value is number => typeof value === 'number';

/** A line needs two values beside each other: one alone is a point. */
const withoutNeighbours: uPlot.Series.Points.Filter = (chart, series, isShown) => {
  const values = chart.data[series] ?? [];
  const isAlone = (index: number): boolean =>
    isNumber(values[index]) && !isNumber(values[index - 1]) && !isNumber(values[index + 1]);
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
