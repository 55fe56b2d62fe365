import { useDisclosure } from '@mantine/hooks';
import { type ComponentProps, cloneElement, lazy, type ReactElement, Suspense, useId, useState } from 'react';
import type { DropMenuOptions } from './drop-menu.tsx';

interface MenuOnDemandProps extends DropMenuOptions {
  /** What it does when it is pressed comes from here. */
  readonly button: ReactElement<ComponentProps<'button'>>;
}

const load = () => import('./drop-menu.tsx');
const DropMenu = lazy(async () => ({ default: (await load()).DropMenu }));
/** Whoever only passes by must not see an error where this fails: a press asks again. */
const prepare = (): void => void load().catch(() => undefined);

/** A button with a menu, whose code comes when somebody reaches for one: no page begins with an open menu. */
export const MenuOnDemand = ({ button, ...menu }: MenuOnDemandProps) => {
  const id = useId();
  const [element, setElement] = useState<HTMLButtonElement | null>(null);
  const [wanted, want] = useState(false);
  const [opened, { toggle, close }] = useDisclosure(false, { onOpen: () => want(true) });
  return (
    <>
      {cloneElement(button, {
        id,
        ref: setElement,
        onClick: toggle,
        onFocus: prepare,
        onPointerEnter: prepare,
        'aria-haspopup': 'menu',
        'aria-expanded': opened,
        'aria-controls': opened ? `${id}-dropdown` : undefined,
      })}
      {wanted && element ? (
        <Suspense fallback={null}>
          <DropMenu {...menu} id={id} button={element} opened={opened} onClose={close} />
        </Suspense>
      ) : null}
    </>
  );
};
