import { ActionIcon } from '@mantine/core';
import type { KeyboardEvent } from 'react';
import { Icon } from '../../../design/icon.tsx';
import type { Search } from './use-search.ts';

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
