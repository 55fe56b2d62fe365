import { ActionIcon } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, useState } from 'react';
import { keys } from '../../api/query-keys.ts';
import { Icon } from '../../design/icon.tsx';
import type { EventFilter } from '../events/event-kinds.ts';
import { findEvents } from '../events/events-query.ts';

const hitWords = ({ query, words, hits, at, more, isSearching, error }: Search): string => {
  if (words.trim() === '') return '';
  if (error) return 'not searched';
  if (isSearching || query !== words.trim()) return 'searching…';
  if (hits.length === 0) return 'none';
  const all = more ? `${hits.length}+` : `${hits.length}`;
  return at === -1 ? all : `${at + 1} of ${all}`;
};

/** Enter goes to the next hit, with shift to the previous one. */
export const LogSearch = ({ search }: { readonly search: Search }) => {
  const { words, setWords, hits, step } = search;
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
    if (event.key === 'Escape') setWords('');
  };
  return (
    <div className="inp log-search">
      <Icon name="search" />
      <input
        type="search"
        aria-label="Search events"
        placeholder="Search events"
        maxLength={200}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <output className="nw">{hitWords(search)}</output>
      {hits.length > 0 ? (
        <>
          <ActionIcon aria-label="Previous hit" onClick={() => step(-1)}>
            <Icon name="up" />
          </ActionIcon>
          <ActionIcon aria-label="Next hit" onClick={() => step(1)}>
            <Icon name="down" />
          </ActionIcon>
        </>
      ) : null}
    </div>
  );
};

const SETTLED_MS = 250;

export interface Search {
  readonly words: string;
  readonly setWords: (words: string) => void;
  /** What is marked: the words that were sought last. */
  readonly query: string;
  /** The hit that was jumped to, 0-based; -1 before the first jump. */
  readonly at: number;
  readonly hits: readonly number[];
  /** There are more hits than the server lists. */
  readonly more: boolean;
  readonly isSearching: boolean;
  readonly error: Error | null;
  /** Jumps to the next (1) or the previous (-1) hit, from the last to the first and round again. */
  readonly step: (by: 1 | -1) => void;
}

const NO_HITS: readonly number[] = [];

/** Seeks words in all events of a job, on the server, and jumps from hit to hit. */
export const useSearch = (id: string, filter: EventFilter, goTo: (seq: number) => void): Search => {
  const [words, setWords] = useState('');
  const [query] = useDebouncedValue(words.trim(), SETTLED_MS);
  const [place, setPlace] = useState({ query: '', at: -1 });
  const { data, isFetching, error } = useQuery({
    queryKey: [...keys.jobSearch(id), query, filter],
    queryFn: ({ signal }) => findEvents(id, filter, query, signal),
    enabled: query !== '',
    placeholderData: keepPreviousData,
    staleTime: 0,
  });
  const hits = query === '' ? NO_HITS : (data?.seqs ?? NO_HITS);
  const at = place.query === query ? Math.min(place.at, hits.length - 1) : -1;
  const step = (by: 1 | -1): void => {
    if (hits.length === 0) return;
    const next = at === -1 && by === -1 ? hits.length - 1 : (at + by + hits.length) % hits.length;
    setPlace({ query, at: next });
    const seq = hits[next];
    if (seq !== undefined) goTo(seq);
  };
  const more = query !== '' && (data?.more ?? false);
  return { words, setWords, query, at, hits, more, isSearching: isFetching, error, step };
};
