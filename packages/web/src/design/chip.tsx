import clsx from 'clsx';
import type { ComponentProps } from 'react';
import styles from './chip.module.css';

interface ChipProps extends Omit<ComponentProps<'button'>, 'type'> {
  /** For one of several of which some are chosen. Without it the chip is a plain button. */
  readonly pressed?: boolean;
  /** How many there are, after the label. */
  readonly count?: string | number;
}

/** A small round button in a row of its like. */
export const Chip = ({ pressed, count, className, children, ...rest }: ChipProps) => (
  <button {...rest} type="button" className={clsx(styles.chip, className)} aria-pressed={pressed}>
    {children}
    {count === undefined ? null : <span className={styles.count}>{count}</span>}
  </button>
);
