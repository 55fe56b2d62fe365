import { ActionIcon } from '@mantine/core';
import type { DropMenuOptions } from './drop-menu.tsx';
import { Icon } from './icon.tsx';
import { MenuOnDemand } from './menu-on-demand.tsx';

/** What is seldom done. */
export const MoreMenu = ({ children }: Pick<DropMenuOptions, 'children'>) => (
  <MenuOnDemand
    width={200}
    button={
      <ActionIcon size="lg" aria-label="More actions" title="More actions">
        <Icon name="dots" />
      </ActionIcon>
    }
  >
    {children}
  </MenuOnDemand>
);
