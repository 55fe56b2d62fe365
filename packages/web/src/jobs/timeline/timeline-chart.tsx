import clsx from 'clsx';
import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { badgeOfOutcome } from '../../design/state.tsx';
import { causeOf } from '../attempt-groups.ts';
import { summaryLine } from '../error-text.ts';
import { plainText } from '../events/terminal-text.ts';
import type { Bar } from './attempt-bars.ts';
import styles from './timeline-chart.module.css';
import {
  barWidth,
  mostTicks,
  placeLabel,
  type Scale,
  TOP_PX,
  tickLabel,
  timeTicks,
} from './timeline-layout.ts';

interface TimelineChartProps {
  readonly scale: Scale;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly total: number;
  /** The axis ends now. */
  readonly live: boolean;
  readonly progress: number | null;
}

export const TimelineChart = ({ scale, height, bars, total, live, progress }: TimelineChartProps) => (
  <svg className={styles.chart} width={scale.width} height={height} aria-hidden="true">
    <TimeAxis scale={scale} total={total} rows={bars.length} live={live} />
    {bars.map((bar, row) => (
      <TimelineBar key={bar.attempt.number} bar={bar} row={row} scale={scale} progress={progress} />
    ))}
  </svg>
);

/** A tick's label nearer to "now" would overlap it. */
const NOW_PX = 36;

interface TimeAxisProps extends Pick<TimelineChartProps, 'scale' | 'total' | 'live'> {
  readonly rows: number;
}

const TimeAxis = ({ scale, total, rows, live }: TimeAxisProps) => {
  const bottom = TOP_PX + rows * scale.rowPx + 6;
  const end = scale.x(total);
  return (
    <>
      {timeTicks(total, mostTicks(scale)).map((tick) => {
        const x = Math.round(scale.x(tick)) + 0.5;
        return (
          <g key={tick}>
            <path className={styles.axis} d={`M${x} ${TOP_PX}V${bottom}`} />
            {live && end - x < NOW_PX ? null : (
              <text className={styles.dimmed} x={x} y={bottom + 16} textAnchor="middle">
                {tickLabel(tick)}
              </text>
            )}
          </g>
        );
      })}
      {live ? (
        <>
          <path className={styles.nowLine} d={`M${end} ${TOP_PX}V${bottom + 4}`} />
          <text className={styles.now} x={end} y={bottom + 16} textAnchor="middle">
            now
          </text>
        </>
      ) : null}
    </>
  );
};

interface TimelineBarProps {
  readonly bar: Bar;
  readonly row: number;
  readonly scale: Scale;
  readonly progress: number | null;
}

const TimelineBar = ({ bar, row, scale, progress }: TimelineBarProps) => {
  const { number, outcome, instance_id: instance } = bar.attempt;
  const { icon, label: outcomeLabel, tone } = badgeOfOutcome(outcome);
  const top = TOP_PX + row * scale.rowPx;
  const baseline = top + 20;
  const label = placeLabel(bar, barLabel(bar, progress), scale);
  return (
    <g data-tone={tone}>
      <svg className={styles.icon} x="16" y={top + 8} width="16" height="16" viewBox="0 0 16 16">
        <Icon name={icon} />
      </svg>
      <text x="40" y={baseline}>
        {number}
      </text>
      <text className={styles.outcome} x="62" y={baseline}>
        {outcomeLabel}
      </text>
      <text className={clsx(styles.dimmed, styles.instance)} x="132" y={baseline}>
        {instance ? shortId(instance) : ''}
      </text>
      <BarShape bar={bar} y={top + scale.barTopPx + 0.5} scale={scale} />
      <text className={clsx(styles.dimmed, styles.label)} x={label.x} y={baseline} textAnchor={label.anchor}>
        {label.text}
      </text>
    </g>
  );
};

const BAR_PX = 15;

interface BarShapeProps {
  readonly bar: Bar;
  readonly y: number;
  readonly scale: Scale;
}

/** A running attempt is filled, an ended one outlined in its outcome's colour; dashed from a lost one's last report. */
const BarShape = ({ bar, y, scale }: BarShapeProps) => {
  const [from, reportedTo, to] = [scale.x(bar.from), scale.x(bar.reportedTo), scale.x(bar.to)];
  if (bar.open)
    return (
      <rect
        className={styles.running}
        x={from}
        y={y - 0.5}
        width={barWidth(from, to)}
        height={BAR_PX + 1}
        rx="2"
      />
    );
  return (
    <>
      <rect
        className={styles.ended}
        x={from}
        y={y}
        width={barWidth(from, reportedTo)}
        height={BAR_PX}
        rx="2"
      />
      {reportedTo < to ? (
        <rect
          className={styles.silent}
          x={reportedTo}
          y={y}
          width={barWidth(reportedTo, to)}
          height={BAR_PX}
          rx="2"
        />
      ) : null}
    </>
  );
};

/** The label of a bar: how far the attempt is, why it ended without success, or how long it took. */
export const barLabel = (bar: Bar, progress: number | null): string => {
  const length = formatDuration(bar.to - bar.from);
  if (bar.open) return progress === null ? length : `${length}, ${Math.round(progress * 100)}%`;
  const cause = plainText(summaryLine(causeOf(bar.attempt)));
  const lastReport = bar.reportedTo < bar.to ? `last report at ${formatDuration(bar.reportedTo)}` : '';
  return [lastReport, cause].filter(Boolean).join(', ') || length;
};
