import { ActionIcon } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { Icon } from '../../design/icon.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import type { EventFilter } from '../events/event-kinds.ts';
import { findEvents } from '../events/events-query.ts';
import type { LogAddress } from './log-params.ts';
import styles from './log-search.module.css';

export interface LogSearch {
  readonly typed: string;
  readonly setTyped: (typed: string) => void;
  /** Puts what is typed into the address. */
  readonly writeTyped: () => void;
  /** What was searched for last; it is marked in the log. */
  readonly query: string;
  /** The numbers of the events that match. */
  readonly hits: readonly number[];
  /** The index of the hit that was jumped to; -1 before the first jump. */
  readonly position: number;
  /** There are more hits than the server lists. */
  readonly more: boolean;
  readonly isSearching: boolean;
  readonly error: Error | null;
  /** Jumps to the next (1) or previous (-1) hit; after the last hit comes the first. */
  readonly step: (by: 1 | -1) => void;
}

/** Enter jumps to the next hit, Shift+Enter to the previous one. */
export const LogSearchField = ({ search }: { readonly search: LogSearch }) => {
  const { typed, setTyped, writeTyped, hits, step } = search;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') setTyped('');
  };
  return (
    <SearchInput
      className={styles.field}
      aria-label="Search events"
      placeholder="Search events"
      maxLength={200}
      value={typed}
      onChange={(event) => setTyped(event.currentTarget.value)}
      onBlur={writeTyped}
      onKeyDown={onKeyDown}
    >
      <output className={styles.hits}>{describeHits(search)}</output>
      {hits.length > 0 ? (
        <>
          <ActionIcon className={styles.step} aria-label="Previous hit" onClick={() => step(-1)}>
            <Icon name="up" />
          </ActionIcon>
          <ActionIcon className={styles.step} aria-label="Next hit" onClick={() => step(1)}>
            <Icon name="down" />
          </ActionIcon>
        </>
      ) : null}
    </SearchInput>
  );
};

const describeHits = ({ query, typed, hits, position, more, isSearching, error }: LogSearch): string => {
  if (typed.trim() === '') return '';
  if (error) return 'search failed';
  if (isSearching || query !== typed.trim()) return 'searching…';
  if (hits.length === 0) return 'none';
  const count = more ? `${hits.length}+` : `${hits.length}`;
  return position === -1 ? count : `${position + 1} of ${count}`;
};

const NO_HITS: readonly number[] = [];
const DEBOUNCE_MS = 250;

/** Searches all events of a job on the server, and jumps from hit to hit. */
export const useLogSearch = (
  id: string,
  filter: EventFilter,
  { params: { search: typed = '' }, changeLater, flush }: LogAddress,
  jumpTo: (number: number) => void,
): LogSearch => {
  const setTyped = (next: string): void => changeLater({ search: next || undefined });
  const [query] = useDebouncedValue(typed.trim(), DEBOUNCE_MS);
  const [jumped, setJumped] = useState({ query: '', position: -1 });
  const { data, isFetching, error } = useQuery({
    queryKey: [...keys.jobSearch(id), query, filter],
    queryFn: ({ signal }) => findEvents(id, filter, query, signal),
    enabled: query !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const hits = query === '' ? NO_HITS : (data?.numbers ?? NO_HITS);
  const position = jumped.query === query ? Math.min(jumped.position, hits.length - 1) : -1;
  const step = (by: 1 | -1): void => {
    if (hits.length === 0) return;
    const next = position === -1 && by === -1 ? hits.length - 1 : (position + by + hits.length) % hits.length;
    setJumped({ query, position: next });
    const hit = hits[next];
    if (hit !== undefined) jumpTo(hit);
  };
  const more = query !== '' && (data?.more ?? false);
  return {
    typed,
    setTyped,
    writeTyped: flush,
    query,
    hits,
    position,
    more,
    isSearching: isFetching,
    error,
    step,
  };
};
