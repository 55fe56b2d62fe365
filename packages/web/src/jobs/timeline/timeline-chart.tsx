import { formatDuration } from '../../design/duration.ts';
import { Icon } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { lookOfOutcome } from '../../design/state.tsx';
import { causeOf } from '../attempt-groups.ts';
import { firstLine } from '../error-text.ts';
import { plainText } from '../events/terminal-text.ts';
import type { Bar } from './attempt-bars.ts';
import { barWidth, labelOf, ROW_PX, type Scale, TOP_PX, tickLabel, timeTicks } from './timeline-layout.ts';

interface AxisProps {
  readonly scale: Scale;
  readonly total: number;
  readonly rows: number;
  /** The end is now, and moves. */
  readonly live: boolean;
}

const MOST_TICKS = 6;
/** A mark nearer to "now" would lie under it. */
const NOW_PX = 36;

export const TimelineAxis = ({ scale, total, rows, live }: AxisProps) => {
  const bottom = TOP_PX + rows * ROW_PX + 6;
  const end = scale.x(total);
  return (
    <>
      {timeTicks(total, MOST_TICKS).map((tick) => {
        const x = Math.round(scale.x(tick)) + 0.5;
        return (
          <g key={tick}>
            <path className="ax" d={`M${x} ${TOP_PX}V${bottom}`} />
            {live && end - x < NOW_PX ? null : (
              <text className="dimt" x={x} y={bottom + 16} textAnchor="middle">
                {tickLabel(tick)}
              </text>
            )}
          </g>
        );
      })}
      {live ? (
        <>
          <path d={`M${end} ${TOP_PX}V${bottom + 4}`} stroke="var(--st-running)" strokeWidth="1.5" />
          <text x={end} y={bottom + 16} textAnchor="middle" style={{ fill: 'var(--st-running)' }}>
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
  readonly latest: boolean;
}

const BAR_PX = 15;

/** Ended attempts are outlined in their outcome's colour, the live one is solid; what nobody heard of is dashed. */
const Shape = ({
  bar,
  y,
  tone,
  scale,
}: {
  readonly bar: Bar;
  readonly y: number;
  readonly tone: string;
  readonly scale: Scale;
}) => {
  const [from, heardTo, to] = [scale.x(bar.from), scale.x(bar.heardTo), scale.x(bar.to)];
  if (bar.open)
    return (
      <rect
        x={from}
        y={y - 0.5}
        width={barWidth(from, to)}
        height={BAR_PX + 1}
        rx="2"
        fill="var(--bar-run)"
      />
    );
  return (
    <>
      <rect
        x={from}
        y={y}
        width={barWidth(from, heardTo)}
        height={BAR_PX}
        rx="2"
        fill={`var(--st-${tone}-bg)`}
        stroke={`var(--st-${tone})`}
      />
      {heardTo < to ? (
        <rect
          x={heardTo}
          y={y}
          width={barWidth(heardTo, to)}
          height={BAR_PX}
          rx="2"
          fill="none"
          stroke={`var(--st-${tone})`}
          strokeDasharray="3 2"
        />
      ) : null}
    </>
  );
};

export const TimelineBar = ({ bar, row, scale, progress, latest }: TimelineBarProps) => {
  const { number, outcome, instance_id: instance } = bar.attempt;
  const look = lookOfOutcome(outcome);
  const top = TOP_PX + row * ROW_PX;
  const base = top + 20;
  const label = labelOf(bar, barWords(bar, progress), scale);
  const colour = `var(--st-${look.tone})`;
  return (
    <g>
      <svg x="16" y={top + 8} width="16" height="16" viewBox="0 0 16 16" style={{ color: colour }}>
        <Icon name={look.icon} />
      </svg>
      <text x="40" y={base} fontWeight={latest ? 600 : undefined}>
        {number}
      </text>
      <text x="62" y={base} fontWeight="500" style={{ fill: colour }}>
        {look.word}
      </text>
      <text className="dimt mono" x="132" y={base}>
        {instance ? shortId(instance) : ''}
      </text>
      <Shape bar={bar} y={top + 8.5} tone={look.tone} scale={scale} />
      <text className="dimt halo" x={label.x} y={base} textAnchor={label.anchor}>
        {label.text}
      </text>
    </g>
  );
};

const percent = (progress: number | null): string =>
  progress === null ? '' : `, ${Math.round(progress * 100)}%`;

const lostWords = ({ heardTo, to }: Bar, cause: string): string => {
  const heard = heardTo < to ? `last heard at ${formatDuration(heardTo)}` : '';
  return [heard, cause].filter(Boolean).join(', ');
};

/** What stands beside a bar: how far it is, or why it ended so, or how long it took. */
export const barWords = (bar: Bar, progress: number | null): string => {
  const length = formatDuration(bar.to - bar.from);
  if (bar.open) return `${length}${percent(progress)}`;
  const cause = plainText(firstLine(causeOf(bar.attempt)));
  return (bar.attempt.outcome === 'LOST' ? lostWords(bar, cause) : cause) || length;
};
