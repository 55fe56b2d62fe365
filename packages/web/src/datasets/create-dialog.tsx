import { Button, Modal, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { ask } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';

interface NewDataset {
  readonly name: string;
  readonly description: string;
}

const useCreateDataset = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: NewDataset) => ask('createDataset', { body }),
    onSuccess: async ({ id }) => {
      await navigate({ to: '/datasets/$id', params: { id } });
      await queries.invalidateQueries({ queryKey: keys.datasets });
    },
  });
};

const CreateForm = ({ onClose }: { readonly onClose: () => void }) => {
  const creation = useCreateDataset();
  const [draft, setDraft] = useState<NewDataset>({ name: '', description: '' });
  const [missing, setMissing] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const name = draft.name.trim();
    setMissing(name === '');
    if (name !== '' && !creation.isPending) creation.mutate({ ...draft, name });
  };
  const nameError = missing ? 'A dataset needs a name.' : undefined;
  return (
    <form className="stack" onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={300}
        value={draft.name}
        error={nameError}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <Textarea
        label="Description"
        description="What is in it, where it comes from. May stay empty."
        autosize
        minRows={3}
        maxRows={10}
        maxLength={10_000}
        value={draft.description}
        onChange={(event) => setDraft({ ...draft, description: event.currentTarget.value })}
      />
      {creation.isError ? (
        <p className="msg-block err" role="alert">
          The dataset was not created. {explain(creation.error)}
        </p>
      ) : null}
      <div className="dialog-acts">
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={creation.isPending}>
          {creation.isPending ? 'Creating…' : 'Create'}
        </Button>
      </div>
    </form>
  );
};

interface CreateDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const CreateDialog = ({ opened, onClose }: CreateDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="New dataset">
    <CreateForm onClose={onClose} />
  </Modal>
);
