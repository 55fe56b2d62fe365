import type { Dataset } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { formatCount } from '../design/count.ts';

interface DeleteDatasetDialogProps {
  readonly dataset: Dataset;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const useDeleteDataset = (id: string) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call('deleteDataset', { params: { id } }),
    onSuccess: async () => {
      await navigate({ to: '/datasets' });
      queries.removeQueries({ queryKey: keys.dataset(id) });
      queries.removeQueries({ queryKey: keys.datasetFiles(id) });
      await queries.invalidateQueries({ queryKey: keys.datasetLists });
    },
  });
};

const filesGone = (count: number): string => {
  if (count === 0) return 'It holds no files.';
  return count === 1
    ? 'Its file will be gone for good.'
    : `Its ${formatCount(count)} files will be gone for good.`;
};

export const DeleteDatasetDialog = ({ dataset, opened, onClose }: DeleteDatasetDialogProps) => {
  const deletion = useDeleteDataset(dataset.id);
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${dataset.name}?`}
      act="Delete the dataset"
      onAct={() => deletion.mutate()}
      onClose={onClose}
      acting={deletion.isPending}
      error={deletion.error}
    >
      {filesGone(dataset.file_count)} What its jobs did stays on record.
    </ConfirmDialog>
  );
};
