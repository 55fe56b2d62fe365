import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { explain } from '../../api/explain.ts';
import { Icon } from '../../design/icon.tsx';
import text from '../../design/text.module.css';
import styles from './saved-views.module.css';
import { isChanged, type ShownJobs, viewQuery } from './view-queries.ts';

interface SavedViewsProps {
  /** Of the view that is open. */
  readonly id: string | undefined;
  readonly shown: ShownJobs;
}

const load = () => import('./views-menu.tsx');
const ViewsMenu = lazy(async () => ({ default: (await load()).ViewsMenu }));
/** A failure here shows nothing: pressing the button loads the code again. */
const preload = (): void => void load().catch(() => undefined);

/** A button with the name of the view that is open, and a panel to open, save and change views. Its code loads on demand. */
export const SavedViews = ({ id, shown }: SavedViewsProps) => {
  const { data: view, error } = useQuery({ ...viewQuery(id ?? ''), enabled: id !== undefined, retry: false });
  const [button, setButton] = useState<HTMLButtonElement | null>(null);
  const [isMounted, setMounted] = useState(false);
  const [opened, { toggle, close }] = useDisclosure(false, { onOpen: () => setMounted(true) });
  return (
    <>
      {id !== undefined && error ? <p className={text.dimmed}>{explain(error)}</p> : null}
      <Button
        ref={setButton}
        className={styles.button}
        leftSection={<Icon name="bookmark" />}
        rightSection={<Icon name="down" />}
        aria-haspopup="dialog"
        aria-expanded={opened}
        onClick={toggle}
        onFocus={preload}
        onPointerEnter={preload}
      >
        {id !== undefined && view ? view.name : 'Saved views'}
        {id !== undefined && view && isChanged(view, shown) ? (
          <span className={text.dimmed}> (changed)</span>
        ) : null}
      </Button>
      {isMounted && button ? (
        <Suspense fallback={null}>
          <ViewsMenu button={button} opened={opened} onClose={close} id={id} shown={shown} />
        </Suspense>
      ) : null}
    </>
  );
};
