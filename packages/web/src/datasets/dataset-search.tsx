import { TextInput } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { Icon } from '../design/icon.tsx';

const focusOnce = (field: HTMLInputElement | null): void => field?.focus();

interface DatasetSearchProps {
  readonly q: string;
  /** The page was opened to search. */
  readonly focused: boolean;
}

/** What is typed is written into the address a moment later; what stands in the address is what is shown. */
export const DatasetSearch = ({ q, focused }: DatasetSearchProps) => {
  const navigate = useNavigate();
  const [typed, type] = useState(q);
  const [shown, show] = useState(q);
  const search = useDebouncedCallback((next: string) => {
    void navigate({ to: '/datasets', search: next.trim() ? { q: next.trim() } : {}, replace: true });
  }, 200);
  // The address changed by other means (the header's search, going back): follow it.
  if (q !== shown) {
    show(q);
    if (q !== typed.trim()) type(q);
  }
  return (
    <div className="bar datasets-bar">
      <TextInput
        size="xs"
        type="search"
        data-search
        ref={focused ? focusOnce : undefined}
        leftSection={<Icon name="search" />}
        aria-label="Find a dataset by name"
        placeholder="Find a dataset"
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
