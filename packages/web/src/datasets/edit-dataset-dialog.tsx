import { Modal } from '@mantine/core';
import type { Dataset } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { type Named, NameForm } from '../design/name-form.tsx';

interface EditDatasetDialogProps {
  readonly dataset: Dataset;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Changes the name and the description of a dataset. */
export const EditDatasetDialog = ({ dataset, opened, onClose }: EditDatasetDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Name and description">
    <EditForm dataset={dataset} onClose={onClose} />
  </Modal>
);

const EditForm = ({ dataset, onClose }: Omit<EditDatasetDialogProps, 'opened'>) => {
  const edit = useEditDataset(dataset.id, onClose);
  return (
    <NameForm
      what="dataset"
      initial={{ name: dataset.name, description: dataset.description }}
      hint="What is in it, where it comes from. Optional."
      act={['Save', 'Saving…']}
      acting={edit.isPending}
      error={edit.error}
      failure="The dataset was not changed."
      onAct={edit.mutate}
      onCancel={onClose}
    />
  );
};

const useEditDataset = (id: string, onDone: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (named: Named) => callRoute('editDataset', { params: { id }, body: { ...named } }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.dataset(id) });
      await queries.invalidateQueries({ queryKey: keys.datasetLists });
      onDone();
    },
  });
};
