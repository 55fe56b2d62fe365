import { ActionIcon } from '@mantine/core';
import { useDebouncedCallback } from '@mantine/hooks';
import { parseJobQuery, type QueryMistake, readTokens, type Token } from '@pawprint/protocol/client';
import { type KeyboardEvent, type ReactNode, useState } from 'react';
import { Icon } from '../../design/icon.tsx';
import styles from './query-box.module.css';

interface QueryBoxProps {
  /** The query in the address. */
  readonly query: string;
  /** Is called only with queries that can be read. */
  readonly onChange: (query: string) => void;
  /** Shown at the right end. */
  readonly children?: ReactNode;
}

/** So long after the last key, what was typed is used. */
const PAUSE_MS = 400;

/** Where a query is written. A mistake is marked below it, and the query before remains in use. */
export const QueryBox = ({ query, onChange, children }: QueryBoxProps) => {
  const { typed, mistake, change, use } = useTypedQuery(query, onChange);
  const [scrolled, setScrolled] = useState(0);
  const onKeyDown = (event: KeyboardEvent<HTMLInputElement>): void => {
    if (event.key === 'Enter') use(typed);
    if (event.key === 'Escape') event.currentTarget.blur();
  };
  return (
    <search className={styles.search}>
      <div className={styles.box} data-mistake={mistake !== null || undefined}>
        <Icon name="search" />
        <div className={styles.text}>
          <div className={styles.colours} aria-hidden="true">
            <span style={{ transform: `translateX(${-scrolled}px)` }}>
              <Coloured text={typed} />
            </span>
          </div>
          <input
            type="text"
            data-search
            aria-label="Query"
            aria-invalid={mistake !== null}
            aria-describedby={mistake ? 'query-mistake' : undefined}
            placeholder="state:failed since:7d extractor:rig.* timeout"
            spellCheck={false}
            autoCapitalize="off"
            autoComplete="off"
            maxLength={2_000}
            value={typed}
            onChange={(event) => change(event.currentTarget.value)}
            onScroll={(event) => setScrolled(event.currentTarget.scrollLeft)}
            onKeyDown={onKeyDown}
          />
        </div>
        {typed ? (
          <ActionIcon aria-label="Clear the query" title="Clear the query" onClick={() => use('')}>
            <Icon name="x" />
          </ActionIcon>
        ) : null}
        {children}
      </div>
      {mistake ? <Mistake mistake={mistake} scrolled={scrolled} /> : null}
    </search>
  );
};

const useTypedQuery = (query: string, onChange: (query: string) => void) => {
  const [typed, setTyped] = useState(query);
  const [used, setUsed] = useState(query);
  const [mistake, setMistake] = useState<QueryMistake | null>(() => mistakeOf(query));
  const use = (text: string): void => {
    const found = mistakeOf(text);
    setTyped(text);
    setMistake(found);
    if (found === null) onChange(text.trim());
  };
  const useLater = useDebouncedCallback(use, PAUSE_MS);
  // The address was changed by a chip, a link or the browser's Back button.
  if (query !== used) {
    setUsed(query);
    if (query !== typed.trim()) setTyped(query);
    setMistake(mistakeOf(query));
  }
  return {
    typed,
    mistake,
    use,
    change: (text: string): void => {
      setTyped(text);
      setMistake(null);
      useLater(text);
    },
  };
};

const mistakeOf = (text: string): QueryMistake | null => {
  const parsed = parseJobQuery(text);
  return parsed.ok ? null : parsed.mistake;
};

/** Carets below the part that is wrong, which the box writes in the same font, and why. */
const Mistake = ({ mistake, scrolled }: { readonly mistake: QueryMistake; readonly scrolled: number }) => (
  <div className={styles.mistake}>
    <div className={styles.carets} aria-hidden="true">
      <span style={{ transform: `translateX(${-scrolled}px)` }}>
        {' '.repeat(mistake.start)}
        {'^'.repeat(Math.max(1, mistake.end - mistake.start))}
      </span>
    </div>
    <p id="query-mistake" role="alert">
      {mistake.message}
    </p>
  </div>
);

/** The text with its keys, values and operators told apart. It lies below the field, whose own text is transparent. */
const Coloured = ({ text }: { readonly text: string }) => {
  const read = readTokens(text);
  if (!read.ok) return text;
  const { tokens } = read;
  const pieces = tokens.map((token, index) => (
    <span key={token.start}>
      {text.slice(tokens[index - 1]?.end ?? 0, token.start)}
      <span data-token={kindOf(tokens, index)}>{text.slice(token.start, token.end)}</span>
    </span>
  ));
  return (
    <>
      {pieces}
      {text.slice(tokens.at(-1)?.end ?? 0)}
    </>
  );
};

const OPERATORS: ReadonlySet<string> = new Set(['AND', 'OR', 'NOT', '(', ')']);

const kindOf = (
  tokens: readonly Token[],
  index: number,
): 'key' | 'value' | 'quoted' | 'operator' | undefined => {
  const [token, next, before] = [tokens[index], tokens[index + 1], tokens[index - 1]];
  if (token === undefined) return undefined;
  if (token.kind === 'quoted') return 'quoted';
  if (token.kind === ':' || next?.kind === ':') return 'key';
  if (before?.kind === ':' || (before?.kind === ',' && !token.isApart) || token.kind === ',') return 'value';
  return OPERATORS.has(token.text) ? 'operator' : undefined;
};
