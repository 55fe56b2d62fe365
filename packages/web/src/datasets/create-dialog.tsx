import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';

interface CreateDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const CreateDialog = ({ opened, onClose }: CreateDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="New dataset">
    <CreateForm onClose={onClose} />
  </Modal>
);

interface NewDataset {
  readonly name: string;
  readonly description: string;
}

const CreateForm = ({ onClose }: Pick<CreateDialogProps, 'onClose'>) => {
  const creation = useCreateDataset();
  const [draft, setDraft] = useState<NewDataset>({ name: '', description: '' });
  const [isNameMissing, setNameMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setNameMissing(name === '');
    if (name !== '' && !creation.isPending) creation.mutate({ ...draft, name });
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={300}
        value={draft.name}
        error={isNameMissing ? 'A dataset needs a name.' : undefined}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        description="What is in it, where it comes from. Optional."
        autosize
        minRows={3}
        maxRows={10}
        maxLength={10_000}
        value={draft.description}
        onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
      />
      {creation.isError ? (
        <ErrorMessage>The dataset was not created. {explain(creation.error)}</ErrorMessage>
      ) : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={creation.isPending}>
          {creation.isPending ? 'Creating…' : 'Create'}
        </Button>
      </DialogActions>
    </form>
  );
};

const useCreateDataset = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: NewDataset) => callRoute('createDataset', { body }),
    onSuccess: async ({ id }) => {
      await navigate({ to: '/datasets/$id', params: { id } });
      await queries.invalidateQueries({ queryKey: keys.datasets });
    },
  });
};
