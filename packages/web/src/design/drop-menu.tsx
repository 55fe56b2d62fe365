import { Menu } from '@mantine/core';
import { type ReactNode, useDeferredValue } from 'react';
import { Anchor } from './anchor.ts';

export interface DropMenuOptions {
  readonly width?: number;
  readonly position?: 'bottom-start' | 'bottom-end';
  /** Renders the items. Menu comes as an argument, since its code loads with this file. */
  readonly children: (menu: typeof Menu) => ReactNode;
}

interface DropMenuProps extends DropMenuOptions {
  /** The button's; the menu is named after it. */
  readonly id: string;
  readonly button: HTMLElement;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const DropMenu = ({ button, opened, onClose, children, ...menu }: DropMenuProps) => {
  // Closed in its first render: a menu that is open from the start does not know where to return the focus.
  const isMounted = useDeferredValue(true, false);
  // Not hidden where the page moves its button out of the window, since the focus in it would be lost.
  return (
    <Menu {...menu} opened={opened && isMounted} onClose={onClose} hideDetached={false}>
      <Menu.Target>
        <Anchor element={button} />
      </Menu.Target>
      <Menu.Dropdown>{children(Menu)}</Menu.Dropdown>
    </Menu>
  );
};
