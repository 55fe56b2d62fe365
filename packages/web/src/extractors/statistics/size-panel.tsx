import { SegmentedControl } from '@mantine/core';
import { useElementSize } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type PointerEvent, useState } from 'react';
import { formatBytes } from '../../design/bytes.ts';
import { ChartTable } from '../../design/chart-table.tsx';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import styles from '../../design/plot.module.css';
import { JobLink } from '../../jobs/job-links.tsx';
import { nearest } from '../../jobs/lanes/lanes.ts';
import { OTHER_TYPES, pointAfterKey, type SizedRun, typesOf } from './runs.ts';
import { axisDuration, durationTicks } from './series.ts';

type Shown = 'time' | 'rate';

/** Run times against sizes. Each mark is a job, and opens it; the table below has the same jobs as links. */
export const SizePanel = ({ runs }: { readonly runs: readonly SizedRun[] }) => {
  const [shown, setShown] = useState<Shown>('time');
  const types = typesOf(runs);
  return (
    <Panel aria-labelledby="size-head">
      <PanelHead className={styles.head}>
        <h2 id="size-head">By size of the input</h2>
        <SegmentedControl
          className={styles.controls}
          aria-label="Against the size"
          data={[
            { value: 'time', label: 'Run time' },
            { value: 'rate', label: 'Per second' },
          ]}
          value={shown}
          onChange={setShown}
        />
      </PanelHead>
      {runs.length === 0 ? (
        <PanelNote>No job on a file of known size was done in this time, or you do not see it.</PanelNote>
      ) : (
        <>
          <Legend types={types} />
          <Scatter runs={runs} types={types} shown={shown} />
          <ChartTable>
            <RunTable runs={runs} />
          </ChartTable>
        </>
      )}
    </Panel>
  );
};

const Legend = ({ types }: { readonly types: readonly string[] }) => (
  <ul className={styles.legend}>
    {types.map((type, index) => (
      <li key={type}>
        <svg width="12" height="12" viewBox="-6 -6 12 12" aria-hidden="true">
          <path className={styles[`type${index}`]} d={markOf(index, 0, 0)} />
        </svg>
        {type}
      </li>
    ))}
  </ul>
);

/** Each type has a shape besides its colour: circle, square, triangle, diamond, cross. */
const markOf = (type: number, x: number, y: number): string =>
  `M${x.toFixed(1)} ${y.toFixed(1)}${SHAPES[type % SHAPES.length] ?? ''}`;

const SHAPES = [
  'm-3 0a3 3 0 1 0 6 0a3 3 0 1 0 -6 0',
  'm-3 -3h6v6h-6z',
  'm0 -4l4 7h-8z',
  'm0 -4l4 4l-4 4l-4 -4z',
  'm-4 -1h3v-3h2v3h3v2h-3v3h-2v-3h-3z',
];

const HEIGHT = 220;
const FRAME = { left: 60, right: 40, top: 8, bottom: 28 };
const REACH_PX = 16;
/** Until the place of the chart is measured. */
const UNMEASURED_PX = 320;

interface ScatterProps {
  readonly runs: readonly SizedRun[];
  readonly types: readonly string[];
  readonly shown: Shown;
}

const Scatter = ({ runs, types, shown }: ScatterProps) => {
  const { ref, width: available } = useElementSize();
  const width = available || UNMEASURED_PX;
  const { points, xTicks, yTicks } = layOut(runs, types, shown, width);
  const { near, handlers } = useNearPoint(points);
  return (
    <div className={styles.body}>
      <div ref={ref} />
      <svg
        className={styles.plot}
        width={width}
        height={HEIGHT}
        role="application"
        aria-label={`${shown === 'time' ? 'Run time' : 'Bytes per second'} of ${runs.length} done jobs against the size of their inputs. Arrow keys go from job to job, Enter opens it.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application is interactive
        tabIndex={0}
        data-clickable={near !== undefined}
        {...handlers}
      >
        <Axes xTicks={xTicks} yTicks={yTicks} width={width} />
        {types.map((type, index) => (
          <path
            key={type}
            className={styles[`type${index}`]}
            d={points
              .filter((point) => point.type === index)
              .map(({ x, y }) => markOf(index, x, y))
              .join('')}
          />
        ))}
        {near ? <circle className={styles.near} cx={near.x} cy={near.y} r="7" /> : null}
      </svg>
      <output className={styles.hint}>
        {near ? describeRun(near.run) : 'A mark opens its job. Arrow keys go from mark to mark.'}
      </output>
    </div>
  );
};

/** The mark that the pointer or the keys are at. */
const useNearPoint = (points: readonly Point[]) => {
  const navigate = useNavigate();
  const [near, setNear] = useState<Point>();
  const open = ({ run }: Point): void => void navigate({ to: '/jobs/$id', params: { id: run.id } });
  const find = ({ clientX, clientY, currentTarget }: PointerEvent<SVGSVGElement>): Point | undefined => {
    const { left, top } = currentTarget.getBoundingClientRect();
    return nearest(points, clientX - left, clientY - top, REACH_PX);
  };
  const handlers = {
    onPointerMove: (event: PointerEvent<SVGSVGElement>): void => setNear(find(event)),
    onPointerLeave: (): void => setNear(undefined),
    onBlur: (): void => setNear(undefined),
    onPointerUp: (event: PointerEvent<SVGSVGElement>): void => {
      const point = find(event);
      if (point) open(point);
    },
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && near) open(near);
      else if (event.key.startsWith('Arrow')) setNear(pointAfterKey(points, near, event.key));
      else return;
      event.preventDefault();
    },
  };
  return { near, handlers };
};

interface Tick {
  readonly at: number;
  readonly label: string;
}

interface AxesProps {
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
  readonly width: number;
}

const Axes = ({ xTicks, yTicks, width }: AxesProps) => (
  <>
    {yTicks.map(({ at, label }) => (
      <g key={label}>
        <path className={styles.grid} d={`M${FRAME.left} ${at}H${width - FRAME.right}`} />
        <text x={FRAME.left - 8} y={at + 4} textAnchor="end">
          {label}
        </text>
      </g>
    ))}
    {xTicks.map(({ at, label }) => (
      <text key={label} x={at} y={HEIGHT - 8} textAnchor="middle">
        {label}
      </text>
    ))}
  </>
);

const describeRun = ({ name, bytes, runMs }: SizedRun): string =>
  `${name}: ${formatBytes(bytes)} in ${formatDuration(runMs)}, ${rateText(bytes, runMs)}`;

const rateText = (bytes: number, runMs: number): string =>
  `${formatBytes(Math.round((bytes * 1_000) / runMs))}/s`;

interface Point {
  readonly x: number;
  readonly y: number;
  readonly type: number;
  readonly run: SizedRun;
}

/** Both axes are logarithmic: sizes and times differ by factors. */
const layOut = (runs: readonly SizedRun[], types: readonly string[], shown: Shown, width: number) => {
  const valueOf = ({ bytes, runMs }: SizedRun): number =>
    shown === 'time' ? runMs : (bytes * 1_000) / runMs;
  const yValues = shown === 'time' ? durationTicks(runs.map(valueOf)) : byteTicks(runs.map(valueOf));
  const xValues = byteTicks(runs.map(({ bytes }) => bytes));
  const x = logScale(xValues, FRAME.left, width - FRAME.right);
  const y = logScale(yValues, HEIGHT - FRAME.bottom, FRAME.top);
  const yLabel = shown === 'time' ? axisDuration : (value: number) => `${formatBytes(value)}/s`;
  return {
    points: runs.map((run): Point => {
      const known = types.indexOf(run.type);
      const type = known < 0 ? types.indexOf(OTHER_TYPES) : known;
      return { x: x(run.bytes), y: y(valueOf(run)), type, run };
    }),
    xTicks: fewOf(xValues, Math.floor(width / 90)).map((at) => ({ at: x(at), label: formatBytes(at) })),
    yTicks: fewOf(yValues, 6).map((at) => ({ at: Math.round(y(at)) + 0.5, label: yLabel(at) })),
  };
};

/** Powers of ten that enclose these values. */
const byteTicks = (values: readonly number[]): readonly number[] => {
  const from = Math.floor(Math.log10(Math.max(1, Math.min(...values))));
  const to = Math.max(from + 1, Math.ceil(Math.log10(Math.max(1, ...values))));
  return Array.from({ length: to - from + 1 }, (_, power) => 10 ** (from + power));
};

/** Every second, third … so that so many are left. */
const fewOf = (ticks: readonly number[], most: number): readonly number[] => {
  const step = Math.ceil(ticks.length / Math.max(2, most));
  return ticks.filter((_, index) => index % step === 0);
};

const logScale = (ticks: readonly number[], start: number, end: number) => {
  const [from, to] = [Math.log(ticks[0] ?? 1), Math.log(ticks.at(-1) ?? 10)];
  return (value: number): number =>
    start + ((end - start) * (Math.log(Math.max(1e-3, value)) - from)) / (to - from || 1);
};

const RunTable = ({ runs }: { readonly runs: readonly SizedRun[] }) => (
  <DataTable>
    <thead>
      <tr>
        <HeadCell>Job</HeadCell>
        <HeadCell>Input</HeadCell>
        <HeadCell>Type</HeadCell>
        <HeadCell numeric>Size</HeadCell>
        <HeadCell numeric>Run time</HeadCell>
        <HeadCell numeric>Per second</HeadCell>
      </tr>
    </thead>
    <tbody>
      {runs.map(({ id, name, type, bytes, runMs }) => (
        <tr key={id}>
          <td>
            <JobLink id={id} />
          </td>
          <td>{name}</td>
          <td>{type}</td>
          <Cell numeric>{formatBytes(bytes)}</Cell>
          <Cell numeric>{formatDuration(runMs)}</Cell>
          <Cell numeric>{rateText(bytes, runMs)}</Cell>
        </tr>
      ))}
    </tbody>
  </DataTable>
);
