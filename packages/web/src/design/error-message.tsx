import clsx from 'clsx';
import type { ComponentProps } from 'react';
import styles from './error-message.module.css';

/** Why something did not happen, beside what was pressed for it. Screen readers read it out at once. */
export const ErrorMessage = ({ className, ...rest }: ComponentProps<'p'>) => (
  <p role="alert" {...rest} className={clsx(styles.message, className)} />
);
