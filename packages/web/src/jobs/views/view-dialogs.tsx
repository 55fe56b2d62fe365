import { Button, Modal, TextInput } from '@mantine/core';
import type { JobView } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useId, useState } from 'react';
import { callRoute } from '../../api/client.ts';
import { explain } from '../../api/explain.ts';
import { keys } from '../../api/query-keys.ts';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { ErrorMessage } from '../../design/error-message.tsx';
import layout from '../../design/layout.module.css';
import { offersSpacesQuery } from '../../session/session.ts';
import styles from './saved-views.module.css';
import type { ShownJobs } from './view-queries.ts';
import { searchOfView } from './view-search.ts';

interface ViewDialogProps {
  /** Undefined: what the page shows is saved as a new one. */
  readonly view: JobView | undefined;
  readonly shown: ShownJobs;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Names a view and says who sees it. */
export const ViewDialog = ({ opened, onClose, ...form }: ViewDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={form.view ? 'Rename or share' : 'Save as a new view'}>
    <ViewForm {...form} onClose={onClose} />
  </Modal>
);

const ViewForm = ({ view, shown, onClose }: Omit<ViewDialogProps, 'opened'>) => {
  const [draft, setDraft] = useState({ name: view?.name ?? '', shared: view?.shared ?? false });
  const [isNameMissing, setNameMissing] = useState(false);
  const offersSharing = useQuery(offersSpacesQuery).data ?? false;
  const { mutate, isPending, error } = useSaveView(view, shown, onClose);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setNameMissing(name === '');
    if (name !== '' && !isPending) mutate({ ...draft, name });
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        description={view ? undefined : 'Keeps the query, the order and the columns.'}
        data-autofocus
        maxLength={100}
        value={draft.name}
        error={isNameMissing ? 'A view needs a name.' : undefined}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      {offersSharing || draft.shared ? (
        <ShareField checked={draft.shared} onChange={(shared) => setDraft({ ...draft, shared })} />
      ) : null}
      {error ? <ErrorMessage>The view was not saved. {explain(error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={isPending}>
          {isPending ? 'Saving…' : 'Save'}
        </Button>
      </DialogActions>
    </form>
  );
};

interface ShareFieldProps {
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

const ShareField = ({ checked, onChange }: ShareFieldProps) => {
  const id = useId();
  return (
    <div className={styles.share}>
      <input
        id={id}
        type="checkbox"
        aria-describedby={`${id}-hint`}
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label htmlFor={id}>Share with everybody</label>
      <small id={`${id}-hint`}>
        They can read the name and the query. Each of them sees only the jobs that they have a right to, and
        “by:me” means the reader.
      </small>
    </div>
  );
};

interface Draft {
  readonly name: string;
  readonly shared: boolean;
}

/** A new view is opened when it is saved. */
const useSaveView = (view: JobView | undefined, shown: ShownJobs, onDone: () => void) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (draft: Draft) =>
      view
        ? callRoute('changeJobView', { params: { id: view.id }, body: { ...draft } })
        : callRoute('createJobView', { body: { ...draft, ...shown, columns: [...shown.columns] } }),
    onSuccess: async (saved) => {
      queries.setQueryData(keys.jobView(saved.id), saved);
      await queries.invalidateQueries({ queryKey: keys.jobViews });
      if (!view) await navigate({ to: '/jobs', search: searchOfView(saved), resetScroll: false });
      onDone();
    },
  });
};

interface DeleteViewDialogProps {
  readonly view: JobView;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** The page keeps showing what the view showed. */
export const DeleteViewDialog = ({ view: { id, name, shared }, opened, onClose }: DeleteViewDialogProps) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const deletion = useMutation({
    mutationFn: () => callRoute('deleteJobView', { params: { id } }),
    onSuccess: async () => {
      await navigate({
        to: '/jobs',
        search: (before) => ({ ...before, view: undefined }),
        replace: true,
        resetScroll: false,
      });
      queries.removeQueries({ queryKey: keys.jobView(id) });
      await queries.invalidateQueries({ queryKey: keys.jobViews });
      onClose();
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete the view ${name}?`}
      act="Delete the view"
      onAct={() => deletion.mutate()}
      onClose={onClose}
      acting={deletion.isPending}
      error={deletion.error}
    >
      {shared ? 'Nobody can open it any more. ' : ''}No job is deleted.
    </ConfirmDialog>
  );
};
