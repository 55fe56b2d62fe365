import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { type Named, NameForm } from '../design/name-form.tsx';

interface CreateDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const CreateDialog = ({ opened, onClose }: CreateDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="New dataset">
    <CreateForm onClose={onClose} />
  </Modal>
);

const CreateForm = ({ onClose }: Pick<CreateDialogProps, 'onClose'>) => {
  const creation = useCreateDataset();
  return (
    <NameForm
      what="dataset"
      hint="What is in it, where it comes from. Optional."
      act={['Create', 'Creating…']}
      acting={creation.isPending}
      error={creation.error}
      failure="The dataset was not created."
      onAct={creation.mutate}
      onCancel={onClose}
    />
  );
};

const useCreateDataset = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Named) => callRoute('createDataset', { body }),
    onSuccess: async ({ id }) => {
      await navigate({ to: '/datasets/$id', params: { id } });
      await queries.invalidateQueries({ queryKey: keys.datasets });
    },
  });
};
