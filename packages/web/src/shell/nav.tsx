import { ActionIcon } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import clsx from 'clsx';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import { offersSpacesQuery, useIsAdmin, useMe } from '../session/session.ts';
import styles from './nav.module.css';

interface Destination {
  readonly to: '/datasets' | '/spaces' | '/extractors' | '/quarantine';
  readonly name: string;
  /** Matches the addresses of pages that belong to this item. */
  readonly within?: RegExp;
}

/** Files and jobs are reached through their dataset, so their pages are below Datasets. */
const DATASETS: Destination = {
  to: '/datasets',
  name: 'Datasets',
  within: /^\/(datasets|files|jobs)\//,
};

/** Not for somebody who is alone on this server and has no space. */
const SPACES: Destination = { to: '/spaces', name: 'Spaces', within: /^\/spaces\// };

const EXTRACTORS: Destination = { to: '/extractors', name: 'Extractors', within: /^\/extractors\// };

/** For administrators, while it holds messages that have not been replayed. */
const QUARANTINE: Destination = { to: '/quarantine', name: 'Quarantine' };

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
  const isAdmin = useIsAdmin();
  const { data: hasQuarantined } = useQuery({ ...hasQuarantinedQuery, enabled: isAdmin });
  const { data: offersSpaces } = useQuery({ ...offersSpacesQuery, enabled: isSignedIn });
  if (!isSignedIn) return [DATASETS];
  return [
    DATASETS,
    ...(offersSpaces ? [SPACES] : []),
    EXTRACTORS,
    ...(isAdmin && hasQuarantined ? [QUARANTINE] : []),
  ];
};

export const Nav = () => {
  const { pathname } = useLocation();
  return (
    <nav className={styles.nav} aria-label="Main">
      {useDestinations().map(({ to, name, within }) => (
        <Link
          key={to}
          to={to}
          aria-current={pathname === to ? 'page' : undefined}
          data-within={within?.test(pathname) || undefined}
        >
          {name}
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
        destinations.map(({ to, name }) => (
          <Menu.Item key={to} component={Link} to={to}>
            {name}
          </Menu.Item>
        ))
      }
    </MenuOnDemand>
  );
};
