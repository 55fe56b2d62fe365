import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FileInfo } from '@pawprint/protocol';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../api/client.ts';
import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/more-menu.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { FileFacts } from './file-facts.tsx';
import { Thumb } from './thumb.tsx';

interface FileHeadProps {
  readonly file: FileInfo;
  readonly previewed: boolean;
  readonly onPreview: () => void;
}

const SubmitFileDialog = onDemand(
  async () => (await import('../submit/submit-file-dialog.tsx')).SubmitFileDialog,
);
const DeleteFileDialog = onDemand(async () => (await import('./delete-file-dialog.tsx')).DeleteFileDialog);

const Actions = ({ file, previewed, onPreview }: FileHeadProps) => {
  const navigate = useNavigate();
  const [submitting, submission] = useDisclosure(false);
  const [deleting, deletion] = useDisclosure(false);
  const leave = (): void => void navigate({ to: '/datasets/$id', params: { id: file.dataset.id } });
  return (
    <div className="acts">
      <Button aria-expanded={previewed} onClick={onPreview} leftSection={<Icon name="image" />}>
        {previewed ? 'Hide preview' : 'Preview'}
      </Button>
      <Button
        component="a"
        href={client.url('downloadFile', { params: { id: file.id } })}
        download={file.filename}
        leftSection={<Icon name="download" />}
      >
        Download
      </Button>
      <Button variant="filled" leftSection={<Icon name="play" />} onClick={submission.open}>
        Submit
      </Button>
      <MoreMenu>
        {(Menu) => (
          <Menu.Item leftSection={<Icon name="trash" />} onClick={deletion.open}>
            Delete the file
          </Menu.Item>
        )}
      </MoreMenu>
      <SubmitFileDialog file={file} opened={submitting} onClose={submission.close} />
      <DeleteFileDialog
        file={file}
        datasetId={file.dataset.id}
        opened={deleting}
        onClose={deletion.close}
        onDeleted={leave}
      />
    </div>
  );
};

export const FileHead = (props: FileHeadProps) => {
  const { file, previewed, onPreview } = props;
  return (
    <div className="hd">
      <button
        type="button"
        className="thumb-button"
        aria-label={previewed ? 'Hide the preview' : 'Show the preview'}
        aria-expanded={previewed}
        onClick={onPreview}
      >
        <Thumb thumbnail={file.thumbnail} type={file['content-type']} large />
      </button>
      <div className="grow">
        <h1>{file.filename}</h1>
        <FileFacts file={file} />
      </div>
      <Actions {...props} />
    </div>
  );
};
