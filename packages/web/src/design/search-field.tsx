import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from './icon.tsx';
import './search-field.css';

const focusOnce = (field: HTMLInputElement | null): void => field?.focus();

interface SearchFieldProps {
  /** What stands in the address. */
  readonly q: string;
  readonly label: string;
  readonly placeholder: string;
  /** The page was opened to search. */
  readonly focused?: boolean;
  /** Writes it into the address. */
  readonly onSearch: (q: string) => void;
}

/** What is typed is written into the address a moment later; what stands in the address is what is shown. */
export const SearchField = ({ q, label, placeholder, focused = false, onSearch }: SearchFieldProps) => {
  const [typed, type] = useState(q);
  const [shown, show] = useState(q);
  const search = useDebouncedCallback((next: string) => onSearch(next.trim()), 200);
  // The address changed by other means (the header's search, going back): follow it.
  if (q !== shown) {
    show(q);
    if (q !== typed.trim()) type(q);
  }
  return (
    <div className="bar search-bar">
      <TextInput
        size="xs"
        type="search"
        data-search
        ref={focused ? focusOnce : undefined}
        leftSection={<Icon name="search" />}
        aria-label={label}
        placeholder={placeholder}
        maxLength={200}
        value={typed}
        onChange={(event) => {
          type(event.currentTarget.value);
          search(event.currentTarget.value);
        }}
        onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
      />
    </div>
  );
};
