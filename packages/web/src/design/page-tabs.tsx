import { Tabs } from '@mantine/core';
import { Link, type LinkProps } from '@tanstack/react-router';
import { type ReactNode, Suspense, useEffect, useRef } from 'react';
import { LoadingRows } from './loading-rows.tsx';
import { CountTag } from './tag.tsx';

export interface PageTab<Name extends string> {
  readonly name: Name;
  readonly label: string;
  /** Where the tab is a page of its own. Default: the same page, with the tab's name in the address. */
  readonly to?: LinkProps['to'];
  /** Undefined until it is loaded. */
  readonly count?: number | undefined;
}

interface PageTabsProps<Name extends string> {
  readonly label: string;
  readonly tabs: readonly PageTab<Name>[];
  readonly chosen: Name;
  /** Shown between the tabs and the content of every tab. */
  readonly above?: ReactNode;
  /** What the chosen tab shows. */
  readonly children: ReactNode;
}

/** Tabs are links, so that each can be opened in a window of its own. Arrow keys move between them, Enter opens one. */
export const PageTabs = <Name extends string>({
  label,
  tabs,
  chosen,
  above,
  children,
}: PageTabsProps<Name>) => {
  const list = useChosenInSight(`${chosen} ${tabs.map(({ name, count }) => `${name} ${count}`).join(' ')}`);
  return (
    <Tabs value={chosen}>
      <Tabs.List ref={list} aria-label={label}>
        {tabs.map((tab) => (
          <LinkTab key={tab.name} {...tab} />
        ))}
      </Tabs.List>
      {above}
      <Tabs.Panel value={chosen}>
        <Suspense fallback={<LoadingRows what={chosen} />}>{children}</Suspense>
      </Tabs.Panel>
    </Tabs>
  );
};

/**
 * On a phone the tabs scroll sideways: the chosen one comes in sight. `scrollIntoView` would move the page, too.
 *
 * @param change after which to look again
 */
const useChosenInSight = (change: string) => {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const tab = list.current?.querySelector<HTMLElement>('[aria-selected=true]');
    if (!list.current || !tab) return;
    const { scrollLeft, clientWidth } = list.current;
    const end = tab.offsetLeft + tab.offsetWidth;
    list.current.scrollLeft = Math.min(tab.offsetLeft, Math.max(scrollLeft, end - clientWidth));
  }, [change]);
  return list;
};

const LinkTab = ({ name, label, to, count }: PageTab<string>) => (
  <Tabs.Tab
    value={name}
    rightSection={count === undefined ? undefined : <CountTag count={count} />}
    renderRoot={(props) =>
      to === undefined ? (
        <Link
          to="."
          search={((before: object) => ({ ...before, tab: name })) as never}
          replace
          resetScroll={false}
          {...props}
          type={undefined}
        />
      ) : (
        <Link to={to} {...props} type={undefined} />
      )
    }
  >
    {label}
  </Tabs.Tab>
);
