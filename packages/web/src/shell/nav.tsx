import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import clsx from 'clsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import { hasQuarantinedQuery } from '../quarantine/quarantine-queries.ts';
import { useIsAdmin } from '../session/session.ts';
import styles from './nav.module.css';

interface Destination {
  readonly to: '/datasets' | '/extractors' | '/quarantine';
  readonly name: string;
  /** Matches the addresses of pages that belong to this item. */
  readonly within?: RegExp;
}

/** Files and jobs are reached through their dataset, so their pages are below Datasets. */
const DESTINATIONS: readonly Destination[] = [
  { to: '/datasets', name: 'Datasets', within: /^\/(datasets|files|jobs)\// },
  { to: '/extractors', name: 'Extractors', within: /^\/extractors\// },
];

/** For administrators, while it holds messages that have not been replayed. */
const QUARANTINE: Destination = { to: '/quarantine', name: 'Quarantine' };

const useDestinations = (): readonly Destination[] => {
  const isAdmin = useIsAdmin();
  const { data: hasQuarantined } = useQuery({ ...hasQuarantinedQuery, enabled: isAdmin });
  return isAdmin && hasQuarantined ? [...DESTINATIONS, QUARANTINE] : DESTINATIONS;
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
