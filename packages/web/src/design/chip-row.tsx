import { VisuallyHidden } from '@mantine/core';
import clsx from 'clsx';
import type { ReactNode } from 'react';
import styles from './chip-row.module.css';

/** Chips and groups of them beside each other. On a phone the row scrolls sideways. */
export const ChipRow = ({ children }: { readonly children: ReactNode }) => (
  <div className={styles.row}>{children}</div>
);

interface ChipGroupProps {
  /** What the chips are about, for those who do not see them beside each other. */
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

export const ChipGroup = ({ label, className, children }: ChipGroupProps) => (
  <fieldset className={clsx(styles.group, className)}>
    <VisuallyHidden component="legend">{label}</VisuallyHidden>
    {children}
  </fieldset>
);
