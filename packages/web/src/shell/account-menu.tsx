import { ActionIcon } from '@mantine/core';
import { Icon } from '../design/icon.tsx';
import { MenuOnDemand } from '../design/menu-on-demand.tsx';
import { useMe } from '../session/session.ts';
import { useSignOut } from '../session/use-sign-out.ts';
import { initials } from './initials.ts';

export const AccountMenu = ({ onHelp }: { readonly onHelp: () => void }) => {
  const me = useMe();
  const signOut = useSignOut();
  if (!me) return null;
  return (
    <MenuOnDemand
      width={240}
      button={
        <ActionIcon size="lg" aria-label={`Account of ${me.name}`}>
          <span className="ava">{initials(me.name)}</span>
        </ActionIcon>
      }
    >
      {(Menu) => (
        <>
          <div className="who">
            <span className="b">{me.name}</span>
            <small>{me.email}</small>
          </div>
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="keyboard" />} onClick={onHelp} className="only-wide">
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
