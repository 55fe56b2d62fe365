import { useDisclosure } from '@mantine/hooks';
import { type ComponentProps, cloneElement, lazy, type ReactElement, Suspense, useId, useState } from 'react';
import type { DropMenuOptions } from './drop-menu.tsx';
import { Icon } from './icon.tsx';
import { IconButton } from './icon-button.tsx';

interface MenuOnDemandProps extends DropMenuOptions {
  /** Opens the menu; gets its onClick and ARIA attributes here. */
  readonly button: ReactElement<ComponentProps<'button'>>;
}

const load = () => import('./drop-menu.tsx');
const DropMenu = lazy(async () => ({ default: (await load()).DropMenu }));
/** A failure here shows nothing: pressing the button loads the code again. */
const preload = (): void => void load().catch(() => undefined);

/** A button with a menu. The code of menus loads when one is hovered, focused or pressed, since no page opens with one. */
export const MenuOnDemand = ({ button, ...menu }: MenuOnDemandProps) => {
  const id = useId();
  const [element, setElement] = useState<HTMLButtonElement | null>(null);
  const [isMounted, setMounted] = useState(false);
  const [opened, { toggle, close }] = useDisclosure(false, { onOpen: () => setMounted(true) });
  return (
    <>
      {cloneElement(button, {
        id,
        ref: setElement,
        onClick: toggle,
        onFocus: preload,
        onPointerEnter: preload,
        'aria-haspopup': 'menu',
        'aria-expanded': opened,
        'aria-controls': opened ? `${id}-dropdown` : undefined,
      })}
      {isMounted && element ? (
        <Suspense fallback={null}>
          <DropMenu {...menu} id={id} button={element} opened={opened} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
};

interface MoreMenuProps extends Pick<DropMenuOptions, 'children'> {
  readonly label?: string;
  readonly size?: 'md' | 'lg';
}

/** The actions that are seldom needed. */
export const MoreMenu = ({ label = 'More actions', size = 'lg', children }: MoreMenuProps) => (
  <MenuOnDemand
    width={200}
    button={
      <IconButton size={size} aria-label={label} title={label}>
        <Icon name="dots" />
      </IconButton>
    }
  >
    {children}
  </MenuOnDemand>
);
