import type { ExtractorStatistics } from '@pawprint/protocol';
import { useMemo } from 'react';
import type uPlot from 'uplot';
import type { Series } from 'uplot';
import { formatCount } from '../../design/count.ts';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { Icon } from '../../design/icon.tsx';
import styles from './chart.module.css';
import type { ChartProps } from './chart.tsx';
import { ChartPanel, LazyChart } from './chart-panel.tsx';
import { ENDS, endedSo, type Slot, slotName, slotsOf } from './series.ts';
import { BASE, shownInTable, type TimeChartProps, timeAxis, valueAxis, xScale } from './time-axes.ts';

/** How many jobs ended, as bars of how they did. */
export const ThroughputPanel = ({ extractor, statistics, marks }: TimeChartProps) => {
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
      <LazyChart
        label={`${title}, by how they ended`}
        data={data}
        extractor={extractor}
        marks={marks}
        labelsAt="top"
        options={options}
      />
    </ChartPanel>
  );
};

/** Each series is the sum of what is below it, so that the ones behind show above the ones before. */
const stackedData = (slots: readonly Slot[]): uPlot.AlignedData => [
  slots.map(({ at }) => at / 1_000),
  ...ENDS.map((_, top) =>
    slots.map(({ period }) => ENDS.slice(0, top + 1).reduce((sum, end) => sum + endedSo(period, end), 0)),
  ).toReversed(),
];

const throughputOptions =
  (statistics: ExtractorStatistics): ChartProps['options'] =>
  (token, { bars }) => ({
    ...BASE,
    series: [
      {},
      ...ENDS.toReversed().map(
        ({ token: colour, tone }): Series => ({
          ...(bars ? { paths: bars({ size: [0.72, 24], align: 1 }) } : {}),
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
