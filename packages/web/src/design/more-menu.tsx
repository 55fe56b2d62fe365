import { ActionIcon, Menu } from '@mantine/core';
import type { ReactNode } from 'react';
import { Icon } from './icon.tsx';

/** What is seldom done. */
export const MoreMenu = ({ children }: { readonly children: ReactNode }) => (
  <Menu width={200}>
    <Menu.Target>
      <ActionIcon size="lg" aria-label="More actions" title="More actions">
        <Icon name="dots" />
      </ActionIcon>
    </Menu.Target>
    <Menu.Dropdown>{children}</Menu.Dropdown>
  </Menu>
);
