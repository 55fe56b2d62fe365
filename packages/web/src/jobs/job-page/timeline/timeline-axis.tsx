import { tickLabel, timeTicks } from './time-ticks.ts';
import { ROW_PX, type Scale, TOP_PX } from './timeline-layout.ts';

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
