import { ActionIcon, VisuallyHidden } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import clsx from 'clsx';
import { useAdminTabs } from '../admin/admin-tabs.ts';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import { offersSpacesQuery, useHasRight, useMe } from '../session/session.ts';
import styles from './nav.module.css';

interface Destination {
  readonly to: '/' | '/datasets' | '/spaces' | '/jobs' | '/extractors' | '/admin';
  readonly name: string;
  /** Matches the addresses of pages that belong to this item. */
  readonly within?: RegExp;
  /** Said of a dot beside the name. */
  readonly notice?: string | undefined;
}

const HOME: Destination = { to: '/', name: 'Home' };

/** Files are reached through their dataset, so their pages are below Datasets. */
const DATASETS: Destination = {
  to: '/datasets',
  name: 'Datasets',
  within: /^\/(datasets|files)\//,
};

/** Not for somebody who is alone on this server and has no space. */
const SPACES: Destination = { to: '/spaces', name: 'Spaces', within: /^\/spaces\// };

const JOBS: Destination = { to: '/jobs', name: 'Jobs', within: /^\/jobs\// };

const EXTRACTORS: Destination = { to: '/extractors', name: 'Extractors', within: /^\/extractors\// };

/** For those who run the server. */
const ADMIN: Destination = { to: '/admin', name: 'Admin', within: /^\/admin\// };

const REFRESH_MS = 60_000;
/** Enough to see whether any message has not been replayed. */
const NEWEST = 20;

/** Whether the quarantine holds a message that has not been replayed. */
const hasQuarantinedQuery = queryOptions({
  queryKey: keys.hasQuarantined,
  queryFn: async ({ signal }): Promise<boolean> => {
    const { items } = await callRoute('listQuarantine', { query: { limit: NEWEST }, signal });
    return items.some(({ replayed_at }) => replayed_at === null);
  },
  refetchInterval: REFRESH_MS,
  retry: false,
});

const useDestinations = (): readonly Destination[] => {
  const isSignedIn = useMe() !== undefined;
  const hasAdmin = useAdminTabs().length > 0;
  const { data: hasQuarantined } = useQuery({ ...hasQuarantinedQuery, enabled: useHasRight('operate') });
  const { data: offersSpaces } = useQuery({ ...offersSpacesQuery, enabled: isSignedIn });
  if (!isSignedIn) return [DATASETS];
  return [
    HOME,
    DATASETS,
    ...(offersSpaces ? [SPACES] : []),
    JOBS,
    EXTRACTORS,
    ...(hasAdmin ? [{ ...ADMIN, notice: hasQuarantined ? 'messages in quarantine' : undefined }] : []),
  ];
};

export const Nav = () => {
  const { pathname } = useLocation();
  return (
    <nav className={styles.nav} aria-label="Main">
      {useDestinations().map(({ to, name, within, notice }) => (
        <Link
          key={to}
          to={to}
          aria-current={pathname === to ? 'page' : undefined}
          data-within={within?.test(pathname) || undefined}
        >
          {name}
          <Notice text={notice} />
        </Link>
      ))}
    </nav>
  );
};

export const PhoneNav = () => {
  const destinations = useDestinations();
  return (
    <MenuOnDemand
      position="bottom-start"
      width={200}
      button={
        <ActionIcon size="lg" className={clsx(styles.phoneButton, layout.onlyPhone)} aria-label="Menu">
          <Icon name="menu" />
        </ActionIcon>
      }
    >
      {(Menu) =>
        destinations.map(({ to, name, notice }) => (
          <Menu.Item key={to} component={Link} to={to} rightSection={<Notice text={notice} />}>
            {name}
          </Menu.Item>
        ))
      }
    </MenuOnDemand>
  );
};

const Notice = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? null : (
    <span className={styles.notice} title={text}>
      <VisuallyHidden>{text}</VisuallyHidden>
    </span>
  );
