import { ActionIcon, Menu } from '@mantine/core';
import { Link, useLocation } from '@tanstack/react-router';
import { Icon } from '../design/icon.tsx';

/** Pages that exist. A file is found through its dataset, so it stands below Datasets too. */
const PLACES = [
  { to: '/datasets', name: 'Datasets', within: /^\/(datasets|files|jobs)\// },
  { to: '/extractors', name: 'Extractors', within: /^\/extractors\// },
] as const;

export const Nav = () => {
  const { pathname } = useLocation();
  return (
    <nav className="nav" aria-label="Main">
      {PLACES.map(({ to, name, within }) => (
        <Link
          key={to}
          to={to}
          aria-current={pathname === to ? 'page' : undefined}
          data-within={within.test(pathname) || undefined}
        >
          {name}
        </Link>
      ))}
    </nav>
  );
};

export const PhoneNav = () => (
  <Menu position="bottom-start" width={200}>
    <Menu.Target>
      <ActionIcon size="lg" className="only-phone" aria-label="Menu">
        <Icon name="menu" />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>
      {PLACES.map(({ to, name }) => (
        <Menu.Item key={to} component={Link} to={to}>
          {name}
        </Menu.Item>
      ))}
    </Menu.Dropdown>
  </Menu>
);
