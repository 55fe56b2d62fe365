import clsx from 'clsx';
import type { ComponentProps } from 'react';
import { Icon } from './icon.tsx';
import styles from './search-input.module.css';

interface SearchInputProps extends Omit<ComponentProps<'input'>, 'type'> {
  readonly 'aria-label': string;
  readonly 'data-search'?: boolean;
}

/** What is typed into it searches. The children, such as the number of hits, stand behind the text. */
export const SearchInput = ({ className, children, ...input }: SearchInputProps) => (
  <div className={clsx(styles.field, className)}>
    <Icon name="search" />
    <input {...input} type="search" />
    {children}
  </div>
);
