import { Icon } from '../../../design/icon.tsx';
import { shortId } from '../../../design/short-id.tsx';
import { lookOfOutcome } from '../../../design/state.tsx';
import type { Bar } from './attempt-bars.ts';
import { barWords } from './bar-words.ts';
import { barWidth, labelOf, ROW_PX, type Scale, TOP_PX } from './timeline-layout.ts';

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
