import clsx from 'clsx';
import type { ComponentProps } from 'react';
import styles from './error-message.module.css';

/** Why an action failed, shown beside its button. Screen readers announce it at once. */
export const ErrorMessage = ({ className, ...rest }: ComponentProps<'p'>) => (
  <p role="alert" {...rest} className={clsx(styles.message, className)} />
);
