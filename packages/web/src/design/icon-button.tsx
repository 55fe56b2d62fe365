import clsx from 'clsx';
import type { ComponentProps } from 'react';
import styles from './icon-button.module.css';

interface IconButtonProps extends ComponentProps<'button'> {
  /** Default: "md", 24 px. "lg" is 32 px. */
  readonly size?: 'md' | 'lg';
}

/** As Mantine's ActionIcon, without its cost: long tables draw one in each row while they are scrolled. */
export const IconButton = ({ size = 'md', className, ...rest }: IconButtonProps) => (
  <button
    {...rest}
    type="button"
    data-icon-button
    data-size={size}
    className={clsx(styles.button, className)}
  />
);
