import { useDebouncedCallback } from '@mantine/hooks';
import clsx from 'clsx';
import { useState } from 'react';
import styles from './search-field.module.css';
import { SearchInput } from './search-input.tsx';
import { Toolbar } from './toolbar.tsx';

/** A ref of the same identity in every render, so that React calls it only when the field appears. */
const focusField = (field: HTMLInputElement | null): void => field?.focus();

interface SearchFieldProps {
  /** The search in the address. */
  readonly q: string;
  readonly label: string;
  readonly placeholder: string;
  /** The page was opened with the search shortcut, so the field gets the focus. */
  readonly focused?: boolean;
  /** It takes the room that there is. */
  readonly wide?: boolean;
  /** Writes the search into the address. */
  readonly onSearch: (q: string) => void;
}

/** Writes what is typed into the address 200 ms later; the page lists what the address asks for. */
export const SearchField = ({
  q,
  label,
  placeholder,
  focused = false,
  wide = false,
  onSearch,
}: SearchFieldProps) => {
  const [typed, setTyped] = useState(q);
  const [searched, setSearched] = useState(q);
  const search = useDebouncedCallback((next: string) => onSearch(next.trim()), 200);
  // The address changed by other means (the header's search, the browser's back button): show its search.
  if (q !== searched) {
    setSearched(q);
    if (q !== typed.trim()) setTyped(q);
  }
  return (
    <Toolbar className={clsx(styles.bar, wide && styles.wide)}>
      <SearchInput
        data-search
        ref={focused ? focusField : undefined}
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Escape') return;
          // Otherwise the browser would empty the field, and what was found would be gone.
          event.preventDefault();
          event.currentTarget.blur();
        }}
      />
    </Toolbar>
  );
};
