import { Menu } from '@mantine/core';
import type { ReactNode } from 'react';
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
  // At once: Mantine returns the focus later, and would take it from what a chosen item has opened.
  const close = (): void => {
    button.focus({ preventScroll: true });
    onClose();
  };
  // Not hidden where the page moves its button out of the window, since the focus in it would be lost.
  return (
    <Menu {...menu} opened={opened} onClose={close} returnFocus={false} hideDetached={false}>
      <Menu.Target>
        <Anchor element={button} />
      </Menu.Target>
      <Menu.Dropdown>{children(Menu)}</Menu.Dropdown>
    </Menu>
  );
};
