import clsx from 'clsx';
import type { ComponentProps } from 'react';
import type { Tone } from './badge.tsx';
import { formatCount } from './count.ts';
import styles from './tag.module.css';

/** A short label on a grey ground. */
export const Tag = ({ className, ...rest }: ComponentProps<'span'>) => (
  <span {...rest} className={clsx(styles.tag, className)} />
);

/** How many there are of what stands before it. */
export const CountTag = ({ count, tone }: { readonly count: number; readonly tone?: Tone }) => (
  <span className={styles.count} data-tone={tone}>
    {formatCount(count)}
  </span>
);
