import { Modal } from '@mantine/core';
import type { FileInfo } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { type Named, NameForm } from '../design/name-form.tsx';
import { fileQuery } from './file-query.ts';

interface EditFileDialogProps {
  readonly fileId: string;
  readonly datasetId: string;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Changes the name and the description of a file. */
export const EditFileDialog = ({ fileId, datasetId, opened, onClose }: EditFileDialogProps) => {
  const { data, error, refetch } = useQuery({ ...fileQuery(fileId), enabled: opened });
  return (
    <Modal opened={opened} onClose={onClose} title="Name and description">
      {data ? <EditForm file={data} datasetId={datasetId} onClose={onClose} /> : null}
      {error && !data ? (
        <ErrorPanel what="The file could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {data || error ? null : <LoadingRows what="the file" rows={3} />}
    </Modal>
  );
};

interface EditFormProps extends Pick<EditFileDialogProps, 'datasetId' | 'onClose'> {
  readonly file: FileInfo;
}

const EditForm = ({ file, datasetId, onClose }: EditFormProps) => {
  const edit = useEditFile(file, datasetId, onClose);
  return (
    <NameForm
      what="file"
      initial={{ name: file.filename, description: file.filedescription }}
      hint="Its type stays what it is, whatever its name ends with."
      act={['Save', 'Saving…']}
      acting={edit.isPending}
      error={edit.error}
      failure="The file was not changed."
      onAct={edit.mutate}
      onCancel={onClose}
    />
  );
};

const useEditFile = ({ id, filename, filedescription }: FileInfo, datasetId: string, onDone: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async ({ name, description }: Named) => {
      if (name !== filename) await callRoute('renameFile', { params: { id }, body: { name } });
      if (description !== filedescription)
        await callRoute('describeFile', { params: { id }, body: { description } });
    },
    onSuccess: onDone,
    // Also after an error: the name may have been changed, and the description not.
    onSettled: () =>
      Promise.all([
        queries.invalidateQueries({ queryKey: keys.file(id) }),
        queries.invalidateQueries({ queryKey: keys.datasetFiles(datasetId) }),
      ]),
  });
};
