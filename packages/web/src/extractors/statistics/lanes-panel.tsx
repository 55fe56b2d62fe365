import { useElementSize } from '@mantine/hooks';
import type { ExtractorRun, Instance } from '@pawprint/protocol';
import { useNavigate } from '@tanstack/react-router';
import { type PointerEvent, useState } from 'react';
import { Badge } from '../../design/badge.tsx';
import { Cell, DataTable, HeadCell } from '../../design/data-table.tsx';
import { formatDuration } from '../../design/duration.ts';
import { Panel, PanelHead, PanelNote } from '../../design/panel.tsx';
import { shortId } from '../../design/short-id.tsx';
import { badgeOfOutcome } from '../../design/state.tsx';
import { Time } from '../../design/time.tsx';
import { JobLink } from '../../jobs/job-links.tsx';
import { isPresent } from '../instance-status.tsx';
import { ChartTable } from './chart-panel.tsx';
import styles from './plot.module.css';
import { type Lane, type LaneAttempt, lanesOf, nearest } from './runs.ts';
import { axisTime } from './series.ts';

interface LanesPanelProps {
  readonly runs: readonly ExtractorRun[];
  readonly instances: readonly Instance[];
  readonly now: number;
}

const MOST_LANES = 12;

/** Which instance worked on what, and when it was not seen. Each bar is an attempt, and opens its job. */
export const LanesPanel = ({ runs, instances, now }: LanesPanelProps) => {
  const lanes = lanesOf(runs, now).slice(0, MOST_LANES);
  return (
    <Panel aria-labelledby="lanes-head">
      <PanelHead>
        <h2 id="lanes-head">Work of the instances</h2>
      </PanelHead>
      {lanes.length === 0 ? (
        <PanelNote>No attempt was made in this time, or you do not see its job.</PanelNote>
      ) : (
        <>
          <Chart lanes={lanes} instances={instances} now={now} />
          <ChartTable>
            <AttemptTable lanes={lanes} />
          </ChartTable>
        </>
      )}
    </Panel>
  );
};

const ROW_PX = 28;
const BAR_PX = 14;
const FRAME = { left: 116, right: 24, top: 8, bottom: 28 };
const REACH_PX = 14;
/** Until the place of the chart is measured. */
const UNMEASURED_PX = 320;

interface ChartProps {
  readonly lanes: readonly Lane[];
  readonly instances: readonly Instance[];
  readonly now: number;
}

const Chart = ({ lanes, instances, now }: ChartProps) => {
  const { ref, width: available } = useElementSize();
  const width = available || UNMEASURED_PX;
  const navigate = useNavigate();
  const [near, setNear] = useState<Bar>();
  const { bars, x, ticks } = layOut(lanes, now, width);
  const find = ({ clientX, clientY, currentTarget }: PointerEvent<SVGSVGElement>): Bar | undefined => {
    const { left, top } = currentTarget.getBoundingClientRect();
    const [pointerX, pointerY] = [clientX - left, clientY - top];
    const isIn = ({ from, to, y }: Bar): boolean =>
      pointerX >= from && pointerX <= to && Math.abs(pointerY - y) <= ROW_PX / 2;
    return bars.find(isIn) ?? nearest(bars, pointerX, pointerY, REACH_PX);
  };
  const height = FRAME.top + lanes.length * ROW_PX + FRAME.bottom;
  return (
    <div ref={ref} className={styles.body}>
      <svg
        className={styles.plot}
        width={width}
        height={height}
        role="img"
        aria-label={`Attempts of ${lanes.length === 1 ? '1 instance' : `${lanes.length} instances`} over time`}
        data-clickable={near !== undefined}
        onPointerMove={(event) => setNear(find(event))}
        onPointerLeave={() => setNear(undefined)}
        onPointerUp={(event) => {
          const bar = find(event);
          if (bar) void navigate({ to: '/jobs/$id', params: { id: bar.attempt.jobId } });
        }}
      >
        <Hatching />
        <TimeAxis ticks={ticks} x={x} height={height} />
        {lanes.map((lane, row) => (
          <LaneHead
            key={lane.instanceId}
            lane={lane}
            y={rowY(row)}
            instance={instances.find(({ id }) => id === lane.instanceId)}
            x={x}
            now={now}
          />
        ))}
        {KINDS.map((kind) => (
          <path
            key={kind}
            className={styles[kind]}
            d={pathOf(bars.filter((bar) => kindOf(bar.attempt) === kind))}
          />
        ))}
        {near ? <NearBar bar={near} /> : null}
      </svg>
      <p className={styles.hint}>
        {near
          ? describeAttempt(near.attempt)
          : 'Filled: done. Hatched: failed or lost. Outlined: running. Click a bar to open its job.'}
      </p>
    </div>
  );
};

const NearBar = ({ bar }: { readonly bar: Bar }) => (
  <rect
    className={styles.near}
    x={bar.from - 2}
    y={bar.y - BAR_PX / 2 - 2}
    width={bar.to - bar.from + 4}
    height={BAR_PX + 4}
  />
);

interface TimeAxisProps {
  readonly ticks: readonly number[];
  readonly x: (at: number) => number;
  readonly height: number;
}

const TimeAxis = ({ ticks, x, height }: TimeAxisProps) => (
  <>
    {ticks.map((at) => (
      <g key={at}>
        <path className={styles.grid} d={`M${x(at)} ${FRAME.top}V${height - FRAME.bottom}`} />
        <text x={x(at)} y={height - 8} textAnchor="middle">
          {axisTime(at)}
        </text>
      </g>
    ))}
  </>
);

/** Failures are hatched: they show without colour, too. */
const Hatching = () => (
  <defs>
    <pattern
      id="lane-hatching"
      width="5"
      height="5"
      patternUnits="userSpaceOnUse"
      patternTransform="rotate(45)"
    >
      <path className={styles.hatch} d="M0 0V5" />
    </pattern>
  </defs>
);

const KINDS = ['ended', 'failed', 'open'] as const;

const kindOf = ({ outcome }: LaneAttempt): (typeof KINDS)[number] => {
  if (outcome === 'RUNNING') return 'open';
  return outcome === 'FAILED' || outcome === 'LOST' ? 'failed' : 'ended';
};

const rowY = (row: number): number => FRAME.top + row * ROW_PX + ROW_PX / 2;

interface LaneHeadProps {
  readonly lane: Lane;
  readonly instance: Instance | undefined;
  readonly y: number;
  readonly x: (at: number) => number;
  readonly now: number;
}

/** The instance, and a line for as long as it was seen; a cross where it was last seen, if that is over. */
const LaneHead = ({ lane: { instanceId }, instance, y, x, now }: LaneHeadProps) => {
  const seenTo = instance && (isPresent(instance) ? now : Date.parse(instance.last_seen_at));
  return (
    <g>
      <text className={styles.instance} x="16" y={y + 4}>
        {instanceId === null ? 'not known' : shortId(instanceId)}
      </text>
      {instance && seenTo ? (
        <path className={styles.seen} d={`M${x(Date.parse(instance.first_seen_at))} ${y}H${x(seenTo)}`} />
      ) : null}
      {instance && !isPresent(instance) && seenTo ? (
        <path className={styles.end} d={`M${x(seenTo) - 4} ${y - 4}l8 8m0 -8l-8 8`} />
      ) : null}
    </g>
  );
};

interface Bar {
  readonly attempt: LaneAttempt;
  readonly from: number;
  readonly to: number;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
}

const LEAST_BAR_PX = 2;

/** The axis begins with the first attempt that is shown. */
const layOut = (lanes: readonly Lane[], now: number, width: number) => {
  const first = Math.min(...lanes.flatMap(({ attempts }) => attempts.map(({ from }) => from)));
  const [left, right] = [FRAME.left, width - FRAME.right];
  const x = (at: number): number =>
    Math.min(right, Math.max(left, left + ((right - left) * (at - first)) / Math.max(1, now - first)));
  const bars = lanes.flatMap(({ attempts }, row) =>
    attempts.map((attempt): Bar => {
      const from = x(attempt.from);
      const to = Math.max(from + LEAST_BAR_PX, x(attempt.to));
      return { attempt, from, to, x: (from + to) / 2, y: rowY(row) };
    }),
  );
  return { bars, x, ticks: clockTicks(first, now, Math.floor((right - left) / 90)) };
};

const STEPS_MS = [1, 2, 5, 10, 15, 30, 60, 120, 360, 720, 1_440, 2_880, 10_080, 20_160].map(
  (n) => n * 60_000,
);

/** Round times of the reader's clock. */
const clockTicks = (from: number, to: number, most: number): readonly number[] => {
  const step = STEPS_MS.find((candidate) => (to - from) / candidate <= Math.max(2, most)) ?? to - from;
  const zoneMs = new Date(from).getTimezoneOffset() * 60_000;
  const first = Math.ceil((from - zoneMs) / step) * step + zoneMs;
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, index) => first + index * step,
  );
};

const pathOf = (bars: readonly Bar[]): string =>
  bars
    .map(({ from, to, y }) => {
      const length = to - from;
      return `M${from.toFixed(1)} ${y - BAR_PX / 2}h${length.toFixed(1)}v${BAR_PX}h${(-length).toFixed(1)}z`;
    })
    .join('');

const describeAttempt = ({ name, outcome, from, to }: LaneAttempt): string =>
  `${name}: ${badgeOfOutcome(outcome).label}, ${formatDuration(to - from)}`;

const AttemptTable = ({ lanes }: { readonly lanes: readonly Lane[] }) => (
  <DataTable>
    <thead>
      <tr>
        <HeadCell>Instance</HeadCell>
        <HeadCell>Job</HeadCell>
        <HeadCell>Outcome</HeadCell>
        <HeadCell>Started</HeadCell>
        <HeadCell numeric>Run time</HeadCell>
      </tr>
    </thead>
    <tbody>
      {lanes.flatMap(({ instanceId, attempts }) =>
        attempts.toReversed().map(({ jobId, outcome, from, to }) => (
          <tr key={`${jobId} ${from}`}>
            <td>{instanceId === null ? 'not known' : shortId(instanceId)}</td>
            <td>
              <JobLink id={jobId} />
            </td>
            <td>
              <Badge content={badgeOfOutcome(outcome)} />
            </td>
            <td>
              <Time at={new Date(from).toISOString()} />
            </td>
            <Cell numeric>{formatDuration(to - from)}</Cell>
          </tr>
        )),
      )}
    </tbody>
  </DataTable>
);
