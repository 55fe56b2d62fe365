import { ActionIcon } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useLocation } from '@tanstack/react-router';
import { Icon } from '../design/icon.tsx';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import { quarantineNewsQuery } from '../quarantine/quarantine-queries.ts';
import { useIsAdmin } from '../session/use-is-admin.ts';

interface Place {
  readonly to: '/datasets' | '/extractors' | '/quarantine';
  readonly name: string;
  /** Pages that stand below it. */
  readonly within?: RegExp;
}

/** Pages that exist. A file is found through its dataset, so it stands below Datasets too. */
const PLACES: readonly Place[] = [
  { to: '/datasets', name: 'Datasets', within: /^\/(datasets|files|jobs)\// },
  { to: '/extractors', name: 'Extractors', within: /^\/extractors\// },
];

/** To administrators, while something in it waits for somebody. */
const QUARANTINE: Place = { to: '/quarantine', name: 'Quarantine' };

const usePlaces = (): readonly Place[] => {
  const isAdmin = useIsAdmin();
  const { data: waits } = useQuery({ ...quarantineNewsQuery, enabled: isAdmin });
  return isAdmin && waits ? [...PLACES, QUARANTINE] : PLACES;
};

export const Nav = () => {
  const { pathname } = useLocation();
  return (
    <nav className="nav" aria-label="Main">
      {usePlaces().map(({ to, name, within }) => (
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
  const places = usePlaces();
  return (
    <MenuOnDemand
      position="bottom-start"
      width={200}
      button={
        <ActionIcon size="lg" className="only-phone" aria-label="Menu">
          <Icon name="menu" />
        </ActionIcon>
      }
    >
      {(Menu) =>
        places.map(({ to, name }) => (
          <Menu.Item key={to} component={Link} to={to}>
            {name}
          </Menu.Item>
        ))
      }
    </MenuOnDemand>
  );
};
