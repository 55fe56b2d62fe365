import { Link } from '@tanstack/react-router';
import type { KeyboardEvent } from 'react';
import { formatCount } from './count.ts';

export interface Tab<Name extends string> {
  readonly name: Name;
  readonly word: string;
  /** Undefined while nobody knows it. */
  readonly count?: number | undefined;
}

interface TabBarProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly Tab<Name>[];
  readonly chosen: Name;
}

export const tabId = (name: string): string => `tab-${name}`;

const neighbour = (tab: Element, key: string): Element | null => {
  if (key === 'ArrowRight') return tab.nextElementSibling ?? tab.parentElement?.firstElementChild ?? null;
  if (key === 'ArrowLeft') return tab.previousElementSibling ?? tab.parentElement?.lastElementChild ?? null;
  return null;
};

const onArrow = (event: KeyboardEvent<HTMLElement>): void => {
  const next = neighbour(event.currentTarget, event.key);
  if (next instanceof HTMLElement) next.focus();
};

/** Tabs are links: the chosen one stands in the address as `tab`, and each can be opened in a window of its own. */
export const TabBar = <Name extends string>({ label, tabs, chosen }: TabBarProps<Name>) => (
  <div className="tabs" role="tablist" aria-label={label}>
    {tabs.map(({ name, word, count }) => (
      <Link
        key={name}
        id={tabId(name)}
        to="."
        search={((before: object) => ({ ...before, tab: name })) as never}
        replace
        role="tab"
        aria-selected={name === chosen}
        tabIndex={name === chosen ? 0 : -1}
        onKeyDown={onArrow}
        resetScroll={false}
      >
        {word} {count === undefined ? null : <span className="count">{formatCount(count)}</span>}
      </Link>
    ))}
  </div>
);
