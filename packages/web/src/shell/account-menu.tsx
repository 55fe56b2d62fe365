import { ActionIcon } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import text from '../design/text.module.css';
import { useMe, useSignOut } from '../session/session.ts';
import styles from './account-menu.module.css';

interface AccountMenuProps {
  readonly onHelp: () => void;
  readonly onPalette: () => void;
}

export const AccountMenu = ({ onHelp, onPalette }: AccountMenuProps) => {
  const me = useMe();
  const signOut = useSignOut();
  if (!me) return null;
  return (
    <MenuOnDemand
      width={240}
      button={
        <ActionIcon size="lg" aria-label={`Account of ${me.name}`}>
          <span className={styles.initials}>{initials(me.name)}</span>
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <div className={styles.person}>
            <span className={text.bold}>{me.name}</span>
            <small>{me.email}</small>
          </div>
          <Menu.Divider />
          <Menu.Item
            leftSection={<Icon name="person" />}
            renderRoot={(props) => <Link to="/account" {...props} type={undefined} />}
          >
            Account
          </Menu.Item>
          <Menu.Item
            leftSection={<Icon name="search" />}
            rightSection={<kbd>Ctrl K</kbd>}
            onClick={onPalette}
          >
            Find an action
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="keyboard" />} onClick={onHelp} className={layout.onlyWide}>
            Keyboard
          </Menu.Item>
          <Menu.Item leftSection={<Icon name="book" />} component="a" href="/api/docs" target="_blank">
            API documentation
          </Menu.Item>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="leave" />} onClick={() => signOut.mutate()}>
            Sign out
          </Menu.Item>
        </>
      )}
    </MenuOnDemand>
  );
};

/** "Ana Ruiz" → "AR", "admin" → "A". */
export const initials = (name: string): string => {
  const names = name.trim().split(/\s+/u);
  return names.length > 1 ? firstLetter(names[0]) + firstLetter(names.at(-1)) : firstLetter(names[0]);
};

/** A segmenter keeps letters whole that take two code units. */
const letters = new Intl.Segmenter();

const firstLetter = (name = ''): string => {
  for (const { segment } of letters.segment(name)) return segment.toLocaleUpperCase();
  return '';
};
