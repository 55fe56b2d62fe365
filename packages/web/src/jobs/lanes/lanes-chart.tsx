import { useElementSize } from '@mantine/hooks';
import type { Instance } from '@pawprint/protocol';
import { useNavigate } from '@tanstack/react-router';
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { formatDuration } from '../../design/duration.ts';
import styles from '../../design/plot.module.css';
import { badgeOfOutcome } from '../../design/state.tsx';
import { barAfterKey, clockTicks, type Lane, type LaneBar, nearest, type TimeRange } from './lanes.ts';
import { FRAME, LaneHead, type LaneMark, labelWidth, Marks, TimeAxis } from './lanes-frame.tsx';

const ROW_PX = 28;
const BAR_PX = 14;
const NEAR_PX = 14;
/** A shorter drag is a press. */
const DRAG_PX = 6;
/** Until the place of the chart is measured. */
const UNMEASURED_PX = 320;

interface LanesChartProps {
  readonly lanes: readonly Lane[];
  readonly range: TimeRange;
  /** Those of which the chart shows how long they were seen. */
  readonly instances?: readonly Instance[];
  readonly now: number;
  /** Vertical lines with a label. */
  readonly marks?: readonly LaneMark[];
  /** Where the bars begin and end, from the left and the right; default: as far left as the labels allow. */
  readonly frame?: { readonly left: number; readonly right: number };
  /** A part of the time was chosen by a drag. */
  readonly onRange?: (range: TimeRange) => void;
}

/** A lane for each instance, with a bar for each attempt, which opens its job. A table beside it has the same. */
export const LanesChart = (props: LanesChartProps) => {
  const { lanes, range, instances = [], now, marks = [], frame, onRange } = props;
  const { ref, width: available } = useElementSize();
  const width = available || UNMEASURED_PX;
  const left = frame?.left ?? labelWidth(lanes, width);
  const right = frame?.right ?? FRAME.right;
  const { from, to } = range;
  const layout = useMemo(
    () => layOut(lanes, { from, to }, { left, right: width - right }),
    [lanes, from, to, left, right, width],
  );
  const { near, dragged, handlers } = useBars(layout, onRange);
  const height = FRAME.top + lanes.length * ROW_PX + FRAME.bottom;
  const names = lanes.length === 1 ? '1 instance' : `${lanes.length} instances`;
  return (
    <div className={styles.body}>
      <div ref={ref} />
      <svg
        className={styles.plot}
        width={width}
        height={height}
        role="application"
        aria-label={`Attempts of ${names} over time. Arrow keys go from bar to bar, Enter opens the job.`}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- an application is interactive
        tabIndex={0}
        data-clickable={near !== undefined}
        {...handlers}
      >
        <Hatching />
        <TimeAxis ticks={layout.ticks} x={layout.x} height={height} />
        {lanes.map((lane, row) => (
          <LaneHead
            key={lane.key}
            lane={lane}
            y={rowY(row)}
            left={left}
            instance={instances.find(({ id }) => id === lane.instanceId)}
            x={layout.x}
            now={now}
          />
        ))}
        <Marks marks={marks.filter(({ at }) => at > from && at < to)} x={layout.x} height={height} />
        <Bars bars={layout.bars} />
        {near ? <NearBar bar={near} /> : null}
        {dragged ? (
          <rect
            className={styles.chosen}
            x={dragged.from}
            y={FRAME.top}
            width={dragged.to - dragged.from}
            height={lanes.length * ROW_PX}
          />
        ) : null}
      </svg>
      <output className={styles.hint}>{near ? describeBar(near.bar) : HINT}</output>
    </div>
  );
};

/** The bar that the pointer or the keys are at, and the part of the time that is being chosen by a drag. */
const useBars = ({ bars, timeAt }: Layout, onRange: LanesChartProps['onRange']) => {
  const navigate = useNavigate();
  const [last, setNear] = useState<Bar>();
  const pressedAt = useRef<number | null>(null);
  const [dragged, setDragged] = useState<TimeRange>();
  const near = last && bars.find(({ bar }) => bar.jobId === last.bar.jobId && bar.from === last.bar.from);
  const open = ({ bar }: Bar): void => void navigate({ to: '/jobs/$id', params: { id: bar.jobId } });
  const handlers = {
    onPointerDown: (event: PointerEvent<SVGSVGElement>): void => {
      if (event.button !== 0 || event.pointerType !== 'mouse') return;
      pressedAt.current = pointerX(event);
      event.currentTarget.setPointerCapture(event.pointerId);
    },
    onPointerMove: (event: PointerEvent<SVGSVGElement>): void => {
      const [at, pressed] = [pointerX(event), pressedAt.current];
      if (pressed !== null && onRange && (dragged || Math.abs(at - pressed) > DRAG_PX))
        setDragged({ from: Math.min(at, pressed), to: Math.max(at, pressed) });
      else setNear(findBar(bars, event));
    },
    onPointerUp: (event: PointerEvent<SVGSVGElement>): void => {
      pressedAt.current = null;
      setDragged(undefined);
      if (dragged && onRange) return onRange({ from: timeAt(dragged.from), to: timeAt(dragged.to) });
      const bar = findBar(bars, event);
      if (bar) open(bar);
    },
    onPointerLeave: (): void => setNear(undefined),
    onBlur: (): void => setNear(undefined),
    onKeyDown: (event: KeyboardEvent): void => {
      if (event.key === 'Enter' && near) open(near);
      else if (event.key.startsWith('Arrow')) setNear(barAfterKey(bars, near, event.key) ?? near);
      else return;
      event.preventDefault();
    },
  };
  return { near, dragged, handlers };
};

const Bars = ({ bars }: { readonly bars: readonly Bar[] }) => (
  <>
    <path className={styles.wait} d={waitPath(bars)} />
    {KINDS.map((kind) => (
      <path key={kind} className={styles[kind]} d={pathOf(bars.filter(({ bar }) => kindOf(bar) === kind))} />
    ))}
  </>
);

const HINT =
  'Filled: done. Hatched: failed or lost. Outlined: running. Grey line: waiting. A bar opens its job.';

const pointerX = ({ clientX, currentTarget }: PointerEvent<SVGSVGElement>): number =>
  clientX - currentTarget.getBoundingClientRect().left;

const findBar = (bars: readonly Bar[], event: PointerEvent<SVGSVGElement>): Bar | undefined => {
  const x = pointerX(event);
  const y = event.clientY - event.currentTarget.getBoundingClientRect().top;
  const isIn = ({ from, to, y: middle }: Bar): boolean =>
    x >= from && x <= to && Math.abs(y - middle) <= ROW_PX / 2;
  return bars.find(isIn) ?? nearest(bars, x, y, NEAR_PX);
};

const NearBar = ({ bar }: { readonly bar: Bar }) => (
  <rect
    className={styles.near}
    x={bar.waitFrom - 2}
    y={bar.y - BAR_PX / 2 - 2}
    width={bar.to - bar.waitFrom + 4}
    height={BAR_PX + 4}
  />
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

const kindOf = ({ outcome }: LaneBar): (typeof KINDS)[number] | 'waiting' => {
  if (outcome === 'WAITING') return 'waiting';
  if (outcome === 'RUNNING') return 'open';
  return outcome === 'FAILED' || outcome === 'LOST' ? 'failed' : 'ended';
};

const rowY = (row: number): number => FRAME.top + row * ROW_PX + ROW_PX / 2;

interface Bar {
  readonly bar: LaneBar;
  readonly row: number;
  readonly waitFrom: number;
  readonly from: number;
  readonly to: number;
  /** Its middle. */
  readonly x: number;
  readonly y: number;
}

const LEAST_BAR_PX = 2;

interface Sides {
  readonly left: number;
  readonly right: number;
}

const layOut = (lanes: readonly Lane[], range: TimeRange, { left, right }: Sides) => {
  const x = (at: number): number =>
    Math.min(
      right,
      Math.max(left, left + ((right - left) * (at - range.from)) / Math.max(1, range.to - range.from)),
    );
  const bars = lanes.flatMap((lane, row) =>
    lane.bars
      .filter(({ waitFrom, to }) => to >= range.from && waitFrom <= range.to)
      .map((bar): Bar => {
        const from = x(bar.from);
        const to = Math.max(from + LEAST_BAR_PX, x(bar.to));
        return { bar, row, waitFrom: x(bar.waitFrom), from, to, x: (from + to) / 2, y: rowY(row) };
      }),
  );
  const timeAt = (place: number): number =>
    range.from +
    ((range.to - range.from) * (Math.min(right, Math.max(left, place)) - left)) / Math.max(1, right - left);
  return { bars, x, timeAt, ticks: clockTicks(range, Math.floor((right - left) / 90)) };
};

type Layout = ReturnType<typeof layOut>;

const pathOf = (bars: readonly Bar[]): string =>
  bars
    .map(({ from, to, y }) => {
      const length = to - from;
      return `M${from.toFixed(1)} ${y - BAR_PX / 2}h${length.toFixed(1)}v${BAR_PX}h${(-length).toFixed(1)}z`;
    })
    .join('');

const waitPath = (bars: readonly Bar[]): string =>
  bars
    .filter(({ waitFrom, from }) => from > waitFrom)
    .map(({ waitFrom, from, y }) => `M${waitFrom.toFixed(1)} ${y}H${from.toFixed(1)}`)
    .join('');

export const outcomeBadge = (outcome: LaneBar['outcome']) =>
  outcome === 'WAITING'
    ? ({ label: 'Waiting', icon: 'queued', tone: 'queued' } as const)
    : badgeOfOutcome(outcome);

const describeBar = ({ name, outcome, waitFrom, from, to }: LaneBar): string => {
  const waited = from > waitFrom ? `, waited ${formatDuration(from - waitFrom)}` : '';
  const ran = outcome === 'WAITING' || to === from ? '' : `, ran ${formatDuration(to - from)}`;
  return `${name}: ${outcomeBadge(outcome).label}${waited}${ran}`;
};
