import { ActionIcon, Button, type MantineColorScheme, useMantineColorScheme } from '@mantine/core';
import { Link, useLocation, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useRef } from 'react';
import { Icon, type IconName } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import { Bell } from '../notifications/bell.tsx';
import { OperationsIndicator } from '../operations/operations-indicator.tsx';
import { useMe } from '../session/session.ts';
import { AccountMenu } from './account-menu.tsx';
import styles from './header.module.css';
import { Nav, PhoneNav } from './nav.tsx';

interface HeaderProps {
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

export const Header = ({ onHelp, onPalette }: HeaderProps) => {
  const isSignedIn = useMe() !== undefined;
  return (
    <header className={styles.header}>
      <PhoneNav />
      <Link className={styles.brand} to="/">
        <Icon name="paw" />
        Pawprint
      </Link>
      <Nav />
      <Search />
      <div className={styles.menus}>
        {isSignedIn ? <OperationsIndicator /> : null}
        {isSignedIn ? <Bell /> : null}
        <PhoneSearchButton />
        <ThemeMenu />
        {isSignedIn ? <AccountMenu onHelp={onHelp} onPalette={onPalette} /> : <SignInLink />}
      </div>
    </header>
  );
};

/** For visitors; after signing in they are where they were. */
const SignInLink = () => {
  const { href } = useLocation();
  return (
    <Button
      variant="filled"
      className={styles.signIn}
      renderRoot={(props) => <Link to="/login" search={{ back: href }} {...props} type={undefined} />}
    >
      Sign in
    </Button>
  );
};

/** Finds anything by name, tag, id, message or metadata, from every page. */
const Search = () => {
  const navigate = useNavigate();
  const field = useRef<HTMLInputElement>(null);
  const search = (event: FormEvent): void => {
    event.preventDefault();
    const q = field.current?.value.trim();
    void navigate({ to: '/search', search: q ? { q } : {} });
    if (field.current) field.current.value = '';
    field.current?.blur();
  };
  return (
    <search className={styles.search}>
      <form className={styles.searchForm} onSubmit={search}>
        <Icon name="search" />
        <input
          ref={field}
          type="search"
          data-search
          aria-label="Search everything"
          placeholder="Search"
          maxLength={300}
          onKeyDown={(event) => event.key === 'Escape' && event.currentTarget.blur()}
        />
        <kbd aria-hidden="true">/</kbd>
      </form>
    </search>
  );
};

/** A phone has no room for the field: the page of the search has one, and it gets the focus. */
const PhoneSearchButton = () => (
  <ActionIcon
    size="lg"
    className={layout.onlyPhone}
    aria-label="Search everything"
    renderRoot={(props) => <Link to="/search" {...props} type={undefined} />}
  >
    <Icon name="search" />
  </ActionIcon>
);

interface Scheme {
  readonly label: string;
  readonly icon: IconName;
}

const SCHEMES: Readonly<Record<MantineColorScheme, Scheme>> = {
  light: { label: 'Light', icon: 'sun' },
  dark: { label: 'Dark', icon: 'moon' },
  auto: { label: 'System', icon: 'screen' },
};

const NAMES = Object.keys(SCHEMES) as MantineColorScheme[];

/** To stop transitions while colours change, Mantine would add a <style> element, which the content security policy refuses. */
const SCHEME_OPTIONS = { keepTransitions: true };

const ThemeMenu = () => {
  const { colorScheme, setColorScheme } = useMantineColorScheme(SCHEME_OPTIONS);
  return (
    <MenuOnDemand
      width={176}
      button={
        <ActionIcon size="lg" aria-label="Colour scheme" title="Colour scheme">
          <Icon name={SCHEMES[colorScheme].icon} />
        </ActionIcon>
      }
    >
      {(Menu) => (
        <Menu.RadioGroup
          value={colorScheme}
          onChange={(name) => setColorScheme(NAMES.find((each) => each === name) ?? 'auto')}
        >
          {NAMES.map((name) => (
            <Menu.RadioItem
              key={name}
              value={name}
              closeMenuOnClick
              checkIcon={<Icon name="check" />}
              rightSection={<Icon name={SCHEMES[name].icon} />}
            >
              {SCHEMES[name].label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      )}
    </MenuOnDemand>
  );
};
