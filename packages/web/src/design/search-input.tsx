import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';
import styles from './search-input.module.css';

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  readonly 'aria-label': string;
  readonly 'data-search'?: boolean;
}

/** A text field for searching. Its children, such as the number of hits, are shown at its right end. */
export const SearchInput = ({ className, children, ...input }: SearchInputProps) => (
  <div className={clsx(styles.field, className)}>
    <Icon name="search" />
    <input {...input} type="search" />
    {children}
  </div>
);
