import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Icon } from '../design/icon.tsx';
import { AccountMenu } from './account-menu.tsx';
import { Nav, PhoneNav } from './nav.tsx';
import { SearchBox } from './search-box.tsx';
import { ThemeMenu } from './theme-menu.tsx';

const PhoneSearch = () => (
  <ActionIcon
    size="lg"
    className="only-phone"
    aria-label="Search datasets"
    renderRoot={(props) => <Link to="/datasets" search={{ find: true }} {...props} />}
  >
    <Icon name="search" />
  </ActionIcon>
);

export const Header = ({ onHelp }: { readonly onHelp: () => void }) => (
  <header className="top">
    <PhoneNav />
    <Link className="brand" to="/">
      <Icon name="paw" />
      Pawprint
    </Link>
    <Nav />
    <SearchBox />
    <div className="me">
      <PhoneSearch />
      <ThemeMenu />
      <AccountMenu onHelp={onHelp} />
    </div>
  </header>
);
