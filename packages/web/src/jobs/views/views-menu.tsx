import { Button, Popover } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { JobView } from '@pawprint/protocol';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useDeferredValue, useId, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { keys } from '../../api/query-keys.ts';
import { Anchor } from '../../design/anchor.ts';
import { formatCount } from '../../design/count.ts';
import { ErrorPanel } from '../../design/error-panel.tsx';
import { SearchInput } from '../../design/search-input.tsx';
import text from '../../design/text.module.css';
import { useMe } from '../../session/session.ts';
import { OpenView } from './open-view.tsx';
import styles from './saved-views.module.css';
import { DeleteViewDialog, ViewDialog } from './view-dialogs.tsx';
import type { ShownJobs } from './view-queries.ts';
import { searchOfView } from './view-search.ts';

interface ViewsMenuProps {
  readonly button: HTMLElement;
  readonly opened: boolean;
  readonly onClose: () => void;
  /** Of the view that is open. */
  readonly id: string | undefined;
  readonly shown: ShownJobs;
}

/** What a dialog is about. */
type Dialog =
  | { readonly of: 'new' }
  | { readonly of: 'change'; readonly view: JobView }
  | { readonly of: 'delete'; readonly view: JobView };

/** The panel below the button: the view that is open, and the list of all. */
export const ViewsMenu = ({ button, opened, onClose, id, shown }: ViewsMenuProps) => {
  // Closed in its first render: a panel that is open from the start does not know where to return the focus.
  const isMounted = useDeferredValue(true, false);
  const headingId = useId();
  const [dialog, setDialog] = useState<Dialog | null>(null);
  const [isDialogOpen, setDialogOpen] = useState(false);
  const openDialog = (next: Dialog): void => {
    onClose();
    setDialog(next);
    setDialogOpen(true);
  };
  const closeDialog = (): void => {
    setDialogOpen(false);
    // What had the focus when the dialog opened has left with the panel.
    setTimeout(() => button.focus());
  };
  return (
    <>
      <Popover
        opened={opened && isMounted}
        onChange={onClose}
        position="bottom-end"
        width="min(360px, calc(100vw - 24px))"
        shadow="md"
        trapFocus
        returnFocus
        withinPortal={false}
        transitionProps={{ duration: 0 }}
      >
        <Popover.Target>
          <Anchor element={button} />
        </Popover.Target>
        <Popover.Dropdown className={styles.panel} aria-labelledby={headingId}>
          <h2 id={headingId}>Saved views</h2>
          {id === undefined ? null : <OpenView id={id} shown={shown} onDialog={openDialog} />}
          <ViewList id={id} onOpen={onClose} />
          <div className={styles.actions}>
            <Button size="xs" onClick={() => openDialog({ of: 'new' })}>
              Save as a new view…
            </Button>
          </div>
        </Popover.Dropdown>
      </Popover>
      <ViewDialog
        view={dialog?.of === 'change' ? dialog.view : undefined}
        shown={shown}
        opened={isDialogOpen && dialog?.of !== 'delete'}
        onClose={closeDialog}
      />
      {dialog?.of === 'delete' ? (
        <DeleteViewDialog view={dialog.view} opened={isDialogOpen} onClose={closeDialog} />
      ) : null}
    </>
  );
};

/** So many can be read over; for more, there is a field to find one. */
const FEW = 8;

const ViewList = ({ id, onOpen }: { readonly id: string | undefined; readonly onOpen: () => void }) => {
  const me = useMe();
  const [typed, setTyped] = useState('');
  const [part] = useDebouncedValue(typed.trim(), 200);
  const { data, error, refetch } = useQuery({
    queryKey: keys.jobViewList(part),
    queryFn: ({ signal }) => callRoute('listJobViews', { query: part === '' ? {} : { q: part }, signal }),
    placeholderData: keepPreviousData,
  });
  if (error)
    return <ErrorPanel what="The views could not be loaded." error={error} onRetry={() => void refetch()} />;
  if (!data) return <p className={text.dimmed}>Loading…</p>;
  const own = data.items.filter(({ owner }) => owner?.id === me?.id);
  const others = data.items.filter(({ owner }) => owner?.id !== me?.id);
  return (
    <>
      {part !== '' || data.total > FEW ? (
        <SearchInput
          aria-label="Find a view"
          placeholder="Name or owner"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
      ) : null}
      <div className={styles.list}>
        <Views title="Yours" views={own} id={id} onOpen={onOpen} />
        <Views title="Shared by others" views={others} id={id} onOpen={onOpen} />
        {data.total === 0 ? (
          <p className={text.dimmed}>{part === '' ? 'No views yet.' : 'No view has this name.'}</p>
        ) : null}
        {data.total > data.items.length ? (
          <p className={text.dimmed}>
            {formatCount(data.items.length)} of {formatCount(data.total)}. Find others by name.
          </p>
        ) : null}
      </div>
    </>
  );
};

interface ViewsProps {
  readonly title: string;
  readonly views: readonly JobView[];
  readonly id: string | undefined;
  readonly onOpen: () => void;
}

const Views = ({ title, views, id, onOpen }: ViewsProps) => {
  const headingId = useId();
  if (views.length === 0) return null;
  return (
    <>
      <h3 id={headingId}>{title}</h3>
      <ul aria-labelledby={headingId}>
        {views.map((view) => (
          <li key={view.id}>
            <Link
              className={styles.view}
              to="/jobs"
              search={searchOfView(view)}
              activeProps={{}}
              aria-current={view.id === id ? 'true' : undefined}
              onClick={onOpen}
            >
              <span>{view.name}</span>
              <ViewNote view={view} isOwn={title === 'Yours'} />
            </Link>
          </li>
        ))}
      </ul>
    </>
  );
};

const ViewNote = ({
  view: { shared, owner },
  isOwn,
}: {
  readonly view: JobView;
  readonly isOwn: boolean;
}) => {
  if (isOwn) return shared ? <small>Shared</small> : null;
  return <small>{owner?.name ?? 'Deleted account'}</small>;
};
