import { VisuallyHidden } from '@mantine/core';
import { formatCount } from '../design/count.ts';
import styles from './hour-bars.module.css';

const WIDTH = 96;
const HEIGHT = 20;
const BAR = 6;
const STEP = 8;
const TOP = 2;

interface HourBarsProps {
  /** The oldest hour first. */
  readonly hours: readonly number[];
}

/** How many jobs failed in each of the last hours, in the colour of the nearest tone. */
export const HourBars = ({ hours }: HourBarsProps) => {
  const most = Math.max(...hours, 1);
  const sum = hours.reduce((total, count) => total + count, 0);
  return (
    <>
      <svg className={styles.bars} width={WIDTH} height={HEIGHT} aria-hidden>
        {hours.map((count, hour) => {
          const height = count === 0 ? 1 : Math.max(3, Math.round((count / most) * (HEIGHT - TOP)));
          return (
            <rect
              // biome-ignore lint/suspicious/noArrayIndexKey: an hour has no other name than its place
              key={hour}
              className={count === 0 ? styles.none : styles.some}
              x={hour * STEP}
              y={HEIGHT - height}
              width={BAR}
              height={height}
              rx={1}
            />
          );
        })}
      </svg>
      <VisuallyHidden component="span">
        {formatCount(sum)} in the last {hours.length} hours
      </VisuallyHidden>
    </>
  );
};
