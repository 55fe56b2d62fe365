import { Button, Popover } from '@mantine/core';
import type { Notification } from '@pawprint/protocol';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, type LinkProps } from '@tanstack/react-router';
import { useDeferredValue, useId, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { Anchor } from '../design/anchor.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import styles from './bell-panel.module.css';

interface BellPanelProps {
  readonly button: HTMLElement | null;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The panel below the bell. */
export const BellPanel = ({ button, opened, onClose }: BellPanelProps) => {
  // Closed in its first render: a panel that is open from the start does not know where to return the focus.
  const isMounted = useDeferredValue(true, false);
  const headingId = useId();
  return (
    <Popover
      opened={opened && isMounted}
      onChange={onClose}
      position="bottom-end"
      width="min(380px, calc(100vw - 24px))"
      shadow="md"
      trapFocus
      returnFocus
      withinPortal={false}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>{button ? <Anchor element={button} /> : null}</Popover.Target>
      <Popover.Dropdown className={styles.panel} aria-labelledby={headingId}>
        <Notifications headingId={headingId} onClose={onClose} />
      </Popover.Dropdown>
    </Popover>
  );
};

interface NotificationsProps {
  readonly headingId: string;
  readonly onClose: () => void;
}

const Notifications = ({ headingId, onClose }: NotificationsProps) => {
  const query = useInfiniteQuery({
    queryKey: keys.notificationList,
    queryFn: ({ pageParam, signal }) =>
      callRoute('listNotifications', { query: pageParam === '' ? {} : { cursor: pageParam }, signal }),
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    staleTime: 0,
  });
  const reading = useRead();
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <div className={styles.head}>
        <h2 id={headingId}>Notifications</h2>
        <Button
          size="xs"
          disabled={!items.some(({ read_at }) => read_at === null)}
          onClick={() => reading.mutate(undefined)}
        >
          Mark all read
        </Button>
      </div>
      {reading.isError ? <ErrorMessage>Nothing was marked. {explain(reading.error)}</ErrorMessage> : null}
      {query.isPending ? <p className={styles.note}>Loading…</p> : null}
      {query.isError ? (
        <ErrorPanel
          what="The notifications could not be loaded."
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      ) : null}
      {query.isSuccess ? (
        <List headingId={headingId} items={items} onRead={(id) => reading.mutate([id])} onClose={onClose} />
      ) : null}
      <div className={styles.foot}>
        <Link to="/account" hash="watches-head" onClick={onClose}>
          What you are told of
        </Link>
        {query.hasNextPage ? (
          <Button size="xs" onClick={() => void query.fetchNextPage()}>
            Show older
          </Button>
        ) : null}
        <BrowserSwitch />
      </div>
    </>
  );
};

interface ListProps extends NotificationsProps {
  readonly items: readonly Notification[];
  readonly onRead: (id: string) => void;
}

const List = ({ headingId, items, onRead, onClose }: ListProps) => {
  if (items.length === 0)
    return (
      <p className={styles.note}>
        No notifications. “Tell me” on a job, a dataset or selected jobs says here when they are done or fail.
      </p>
    );
  const open = ({ id, read_at }: Notification): void => {
    if (read_at === null) onRead(id);
    onClose();
  };
  return (
    <ul className={styles.list} aria-labelledby={headingId}>
      {items.map((item) => (
        <li key={item.id}>
          <Item item={item} onOpen={() => open(item)} />
        </li>
      ))}
    </ul>
  );
};

/** @returns marks these as read; undefined: all */
const useRead = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: readonly string[] | undefined) =>
      callRoute('readNotifications', { body: ids === undefined ? {} : { ids: [...ids] } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.notifications }),
  });
};

interface ItemProps {
  readonly item: Notification;
  readonly onOpen: () => void;
}

const Item = ({ item, onOpen }: ItemProps) => (
  <Link
    {...linkOf(item)}
    className={styles.item}
    data-unread={item.read_at === null || undefined}
    onClick={onOpen}
  >
    <span>
      {item.title}
      {item.read_at === null ? <span className={text.hidden}> (unread)</span> : null}
    </span>
    {item.text ? <small>{item.text}</small> : null}
    <small>
      {item.is_over && isAboutMany(item) ? 'All are over. ' : ''}
      <Time at={item.changed_at} />
    </small>
  </Link>
);

const isAboutMany = ({ subject: { type } }: Notification): boolean =>
  type !== 'job' && type !== 'operation' && type !== 'alert';

const linkOf = ({
  target: { job_id: id, query: q, extractor: name },
}: Notification): Pick<LinkProps, 'to' | 'params' | 'search'> => {
  if (name) return { to: '/extractors/$name', params: { name } };
  return id === null ? { to: '/jobs', search: { q: q ?? '' } } : { to: '/jobs/$id', params: { id } };
};

/** The browser is asked only when the person wants it. */
const BrowserSwitch = () => {
  const [permission, setPermission] = useState(
    'Notification' in globalThis ? globalThis.Notification.permission : 'denied',
  );
  if (permission !== 'default') return null;
  const ask = async (): Promise<void> => setPermission(await globalThis.Notification.requestPermission());
  return (
    <Button size="xs" onClick={() => void ask()}>
      Also show them by the browser
    </Button>
  );
};
