import { Modal } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { type Named, NameForm } from '../design/name-form.tsx';

interface CreateSpaceDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const CreateSpaceDialog = ({ opened, onClose }: CreateSpaceDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="New space">
    <CreateForm onClose={onClose} />
  </Modal>
);

const CreateForm = ({ onClose }: Pick<CreateSpaceDialogProps, 'onClose'>) => {
  const creation = useCreateSpace();
  return (
    <NameForm
      what="space"
      hint="Who it is for, and what belongs in it. Optional."
      act={['Create', 'Creating…']}
      acting={creation.isPending}
      error={creation.error}
      failure="The space was not created."
      onAct={creation.mutate}
      onCancel={onClose}
    />
  );
};

const useCreateSpace = () => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (body: Named) => callRoute('createSpace', { body }),
    onSuccess: async ({ id }) => {
      await navigate({ to: '/spaces/$id', params: { id } });
      await queries.invalidateQueries({ queryKey: keys.spaces });
    },
  });
};
