import { ActionIcon } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { Icon } from '../design/icon.tsx';
import { onDemand } from '../design/on-demand.tsx';
import styles from './bell.module.css';

const BellPanel = onDemand(async () => (await import('./bell-panel.tsx')).BellPanel);

const ShowInBrowser = onDemand(async () => (await import('./show-in-browser.tsx')).ShowInBrowser);

/** For pages without live updates, which announce what is new at once. */
const REFRESH_MS = 15_000;

/** In the head of every page: how many notifications are unread. The code of the panel with all of them loads on demand. */
export const Bell = () => {
  // How many are unread, and the newest of them.
  const { data } = useQuery({
    queryKey: keys.unread,
    queryFn: ({ signal }) => callRoute('listNotifications', { query: { limit: 1, unread: 'true' }, signal }),
    refetchInterval: REFRESH_MS,
    // Somebody who does other things meanwhile is told by the browser.
    refetchIntervalInBackground: true,
  });
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [opened, { toggle, close }] = useDisclosure(false);
  // 100 stands for more.
  const unread = data?.unread ?? 0;
  const label = `Notifications${unread === 0 ? '' : `, ${unread} unread`}`;
  return (
    <>
      <ActionIcon
        ref={setButton}
        size="lg"
        className={styles.bell}
        aria-label={label}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={toggle}
      >
        <Icon name="bell" />
        {unread > 0 ? <span className={styles.count}>{unread}</span> : null}
      </ActionIcon>
      <BellPanel button={button} opened={opened} onClose={close} />
      <ShowInBrowser opened={globalThis.Notification?.permission === 'granted'} newest={data?.items[0]} />
    </>
  );
};
