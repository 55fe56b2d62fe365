import type { Instance } from '@pawprint/protocol';
import { axisTime } from '../../design/instant.ts';
import styles from '../../design/plot.module.css';
import { isPresent } from '../../extractors/instance-status.tsx';
import type { Lane } from './lanes.ts';

/** The space around the bars; to the left of them are the labels. */
export const FRAME = { right: 24, top: 8, bottom: 28 };

interface TimeAxisProps {
  readonly ticks: readonly number[];
  readonly x: (at: number) => number;
  readonly height: number;
}

export const TimeAxis = ({ ticks, x, height }: TimeAxisProps) => (
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

/** A vertical line with a label. */
export interface LaneMark {
  readonly at: number;
  readonly label: string;
}

interface MarksProps {
  readonly marks: readonly LaneMark[];
  readonly x: (at: number) => number;
  readonly height: number;
}

export const Marks = ({ marks, x, height }: MarksProps) => (
  <>
    {marks.map(({ at, label }) => (
      <path
        key={at}
        className={styles.mark}
        d={`M${Math.round(x(at))}.5 ${FRAME.top}V${height - FRAME.bottom}`}
      >
        <title>{label}</title>
      </path>
    ))}
  </>
);

const LABEL_PX = 7;
const LABEL_X = 8;
const LEAST_LABEL_PX = 116;

/** As wide as the longest label, and a third of the chart at most. */
export const labelWidth = (lanes: readonly Lane[], width: number): number => {
  const longest = Math.max(0, ...lanes.map(({ label }) => label.length));
  return Math.max(LEAST_LABEL_PX, Math.min(width / 3, longest * LABEL_PX + 32));
};

interface LaneHeadProps {
  readonly lane: Lane;
  readonly instance: Instance | undefined;
  readonly y: number;
  readonly left: number;
  readonly x: (at: number) => number;
  readonly now: number;
}

/** The instance, and a line for as long as it was seen; a cross where it was last seen, if that is over. */
export const LaneHead = ({ lane: { label }, instance, y, left, x, now }: LaneHeadProps) => {
  const seenTo = instance && (isPresent(instance) ? now : Date.parse(instance.last_seen_at));
  const most = Math.floor((left - LABEL_X - 4) / LABEL_PX);
  return (
    <g>
      <text className={styles.instance} x={LABEL_X} y={y + 4}>
        <title>{label}</title>
        {label.length > most ? `${label.slice(0, most - 9)}…${label.slice(-8)}` : label}
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
