import { useMutation, useQueryClient } from '@tanstack/react-query';
import { client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';

interface DeleteFileDialogProps {
  readonly file: { readonly id: string; readonly filename: string };
  readonly datasetId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onDeleted?: () => void;
}

export const DeleteFileDialog = ({ file, datasetId, opened, onClose, onDeleted }: DeleteFileDialogProps) => {
  const deletion = useDeleteFile(file.id, datasetId, onDeleted ?? onClose);
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${file.filename}?`}
      act="Delete the file"
      onAct={() => deletion.mutate()}
      onClose={onClose}
      acting={deletion.isPending}
      error={deletion.error}
    >
      The file, its metadata and its previews will be deleted and cannot be restored. The record of its jobs
      stays.
    </ConfirmDialog>
  );
};

const useDeleteFile = (id: string, datasetId: string, onDeleted: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => client.call('deleteFile', { params: { id } }),
    onSuccess: () => {
      void queries.invalidateQueries({ queryKey: keys.datasetFiles(datasetId) });
      void queries.invalidateQueries({ queryKey: keys.dataset(datasetId) });
      void queries.invalidateQueries({ queryKey: keys.datasetLists });
      onDeleted();
    },
  });
};
