import { Menu } from '@mantine/core';
import { type ReactNode, useDeferredValue } from 'react';
import { Anchor } from './anchor.ts';

export interface DropMenuOptions {
  readonly width?: number;
  readonly position?: 'bottom-start' | 'bottom-end';
  /** The items, made of the parts that come with the code of menus. */
  readonly children: (parts: typeof Menu) => ReactNode;
}

interface DropMenuProps extends DropMenuOptions {
  /** The button's; the menu is named after it. */
  readonly id: string;
  readonly button: HTMLElement;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const DropMenu = ({ button, opened, onClose, children, ...menu }: DropMenuProps) => {
  // It begins closed: only one that opens later knows where the focus came from, and gives it back.
  const begun = useDeferredValue(true, false);
  return (
    <Menu {...menu} opened={opened && begun} onClose={onClose}>
      <Menu.Target>
        <Anchor element={button} />
      </Menu.Target>
      <Menu.Dropdown>{children(Menu)}</Menu.Dropdown>
    </Menu>
  );
};
