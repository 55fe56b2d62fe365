import { Button } from '@mantine/core';
import { countOf, formatCount } from './count.ts';
import layout from './layout.module.css';
import { PanelFoot } from './panel.tsx';

interface PagedFootProps {
  /** How many are shown. */
  readonly count: number;
  /** What one of them is called, e.g. "account". */
  readonly noun: string;
  /** Which of all are shown where there are more. */
  readonly order: 'newest' | 'first';
  /** The infinite query that loads them. */
  readonly list: {
    readonly hasNextPage: boolean;
    readonly isFetchingNextPage: boolean;
    readonly fetchNextPage: () => unknown;
  };
}

/** The foot of a list that is loaded page by page: how many are shown, and a button for more. */
export const PagedFoot = ({ count, noun, order, list }: PagedFootProps) => (
  <PanelFoot>
    <span className={layout.fill}>{list.hasNextPage ? `The ${order} ${count}` : countOf(count, noun)}</span>
    {list.hasNextPage ? (
      <Button size="xs" onClick={() => void list.fetchNextPage()}>
        {list.isFetchingNextPage ? 'Loading…' : 'Load more'}
      </Button>
    ) : null}
  </PanelFoot>
);

interface MoreFootProps {
  readonly shown: number;
  readonly total: number;
  /** What one of them is called, e.g. "version". */
  readonly noun: string;
  readonly onMore: () => void;
}

/** The foot of a list that is loaded whole and shown in part. Without one where all of it is shown. */
export const MoreFoot = ({ shown, total, noun, onMore }: MoreFootProps) =>
  total > shown ? (
    <PanelFoot>
      <span className={layout.fill}>
        {formatCount(shown)} of {countOf(total, noun)}
      </span>
      <Button size="xs" onClick={onMore}>
        Show more
      </Button>
    </PanelFoot>
  ) : null;
