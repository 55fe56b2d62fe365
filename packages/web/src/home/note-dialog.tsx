import { Button, Modal, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';

interface NoteDialogProps {
  readonly failureId: string;
  /** Empty: there is none yet. */
  readonly text: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Writes what people should know about a failure. An empty note is removed. */
export const NoteDialog = ({ opened, onClose, ...form }: NoteDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Note">
    <NoteForm {...form} onClose={onClose} />
  </Modal>
);

const NoteForm = ({ failureId: id, text, onClose }: Omit<NoteDialogProps, 'opened'>) => {
  const [draft, setDraft] = useState(text);
  const queries = useQueryClient();
  const { mutate, isPending, error } = useMutation({
    mutationFn: () =>
      callRoute('reviewFailure', { params: { id }, body: { note: draft.trim() === '' ? null : draft } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.attention });
      onClose();
    },
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isPending) mutate();
  };
  return (
    <form className={layout.stack} onSubmit={submit}>
      <Textarea
        label="Note"
        description="Everybody who sees one of these jobs can read it."
        data-autofocus
        autosize
        minRows={3}
        maxRows={10}
        maxLength={2_000}
        value={draft}
        onChange={(event) => setDraft(event.currentTarget.value)}
      />
      {error ? <ErrorMessage>The note was not saved. {explain(error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={isPending}>
          {isPending ? 'Saving…' : 'Save'}
        </Button>
      </DialogActions>
    </form>
  );
};
