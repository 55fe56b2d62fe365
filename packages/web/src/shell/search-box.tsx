import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef } from 'react';
import { Icon } from '../design/icon.tsx';

/** Finds datasets by name, from every page. */
export const SearchBox = () => {
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const q = field.current?.value.trim();
    void navigate({ to: '/datasets', search: q ? { q } : {} });
    if (field.current) field.current.value = '';
    field.current?.blur();
  };
  return (
    <search className="inp find">
      <form onSubmit={search} style={{ display: 'contents' }}>
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          data-search
          aria-label="Search datasets by name"
          placeholder="Search datasets"
          maxLength={200}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
    </search>
  );
};
