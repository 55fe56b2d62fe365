import clsx from 'clsx';
import type { ComponentProps } from 'react';
import styles from './toolbar.module.css';

/** A line of controls above what they act on. */
export const Toolbar = ({ className, ...rest }: ComponentProps<'div'>) => (
  <div {...rest} className={clsx(styles.toolbar, className)} />
);
