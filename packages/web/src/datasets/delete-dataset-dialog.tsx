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
      {describeFiles(dataset.file_count)} The records of its jobs are kept.
    </ConfirmDialog>
  );
};

const useDeleteDataset = (id: string) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => client.call('deleteDataset', { params: { id } }),
    onSuccess: async () => {
      await navigate({ to: '/datasets' });
      queries.removeQueries({ queryKey: keys.dataset(id) });
      queries.removeQueries({ queryKey: keys.datasetFiles(id) });
      queries.removeQueries({ queryKey: keys.sharing(id) });
      await queries.invalidateQueries({ queryKey: keys.datasetLists });
    },
  });
};

const describeFiles = (count: number): string => {
  if (count === 0) return 'It has no files.';
  return count === 1
    ? 'Its file is deleted for good.'
    : `Its ${formatCount(count)} files are deleted for good.`;
};
