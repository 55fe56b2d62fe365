import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FileInfo } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { formatBytes } from '../design/bytes.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { Fact, Facts } from '../design/facts.tsx';
import { Icon } from '../design/icon.tsx';
import { InPlaceDescription, InPlaceName } from '../design/in-place.tsx';
import { type InPlaceEditing, useInPlaceEditing } from '../design/in-place-editing.ts';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { shortId } from '../design/short-id.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { useRight } from '../sharing/rights.tsx';
import { TagEditor } from '../tags/tag-editor.tsx';
import type { FileAct } from './file-dialogs.tsx';
import styles from './file-header.module.css';
import { FileMenu } from './file-menu.tsx';
import { Thumbnail } from './thumbnail.tsx';
import { useEditFile } from './use-edit-file.ts';

interface FileHeaderProps {
  readonly file: FileInfo;
  readonly previewed: boolean;
  readonly onPreview: () => void;
}

const SubmitFileDialog = onDemand(
  async () => (await import('../submit/submit-file-dialog.tsx')).SubmitFileDialog,
);
const FileDialogs = onDemand(async () => (await import('./file-dialogs.tsx')).FileDialogs);

/** The top of a file's page: its thumbnail, its name, facts and tags, and what can be done with it. */
export const FileHeader = (props: FileHeaderProps) => {
  const { file, previewed, onPreview } = props;
  const save = useEditFile(file.id, file.dataset.id);
  const editing = useInPlaceEditing(useRight('change') ? save : undefined);
  return (
    <PageHead
      picture={
        <button
          type="button"
          className={styles.thumbnail}
          aria-label={previewed ? 'Hide the preview' : 'Show the preview'}
          aria-expanded={previewed}
          onClick={onPreview}
        >
          <Thumbnail thumbnail={file.thumbnail} mimeType={file['content-type']} large />
        </button>
      }
      actions={<Actions {...props} editing={editing} />}
    >
      <InPlaceName what="file" text={file.filename} editing={editing} />
      <FileFacts file={file} />
      <InPlaceDescription what="file" text={file.filedescription} editing={editing} />
    </PageHead>
  );
};

interface ActionsProps extends FileHeaderProps {
  readonly editing: InPlaceEditing;
}

const Actions = ({ file, previewed, onPreview, editing }: ActionsProps) => {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const canSubmit = useRight('submit');
  const canChange = useRight('change');
  const [submitting, submission] = useDisclosure(false);
  const [act, setAct] = useState<FileAct | null>(null);
  const showDataset = (): void => void navigate({ to: '/datasets/$id', params: { id: file.dataset.id } });
  return (
    <>
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
      {canSubmit ? (
        <Button variant="filled" leftSection={<Icon name="play" />} onClick={submission.open}>
          Submit
        </Button>
      ) : null}
      {canChange ? (
        <FileMenu
          onRename={() => editing.start('name')}
          onDescribe={() => editing.start('description')}
          onAct={setAct}
        />
      ) : null}
      <SubmitFileDialog file={file} opened={submitting} onClose={submission.close} />
      <FileDialogs
        file={file}
        act={act}
        datasetId={file.dataset.id}
        opened={act !== null}
        onClose={() => setAct(null)}
        onDeleted={showDataset}
        onMoved={() => void queries.invalidateQueries({ queryKey: keys.file(file.id) })}
      />
    </>
  );
};

const FileFacts = ({ file }: { readonly file: FileInfo }) => (
  <Facts>
    <Fact name="Type">
      <MimeType file={file} />
    </Fact>
    <Fact name="Size">{formatBytes(file.size_bytes)}</Fact>
    <Origin file={file} />
    <Fact name="SHA-256" onlyWide>
      <span className={styles.checksum}>
        <span className={text.identifier} title={file.sha256}>
          {file.sha256.slice(0, 8)}…
        </span>
        <CopyButton text={file.sha256} what="SHA-256" />
      </span>
    </Fact>
    <Fact name="Tags" nameHidden>
      <TagEditor resource={{ type: 'file', id: file.id }} tags={file.tags} />
    </Fact>
  </Facts>
);

/** The MIME type in use. On hover: the types by name and by content, where they differ. */
const MimeType = ({ file }: { readonly file: FileInfo }) => {
  const { by_name, by_content } = file.mime;
  const differ = by_name !== null && by_content !== null && by_name !== by_content;
  const title = differ ? `By its name ${by_name}, by its content ${by_content}` : undefined;
  return <span title={title}>{file['content-type']}</span>;
};

/** Either a person uploaded the file, or a job made it. */
const Origin = ({ file }: { readonly file: FileInfo }) => {
  if (!file.made_by_job)
    return (
      <Fact name="Uploaded">
        <Time at={file.created_at} inSentence /> by {file.uploaded_by?.name ?? 'unknown'}
      </Fact>
    );
  return (
    <Fact name="Made">
      <Time at={file.created_at} inSentence /> by job{' '}
      <Link
        className={text.identifier}
        to="/jobs/$id"
        params={{ id: file.made_by_job }}
        title={file.made_by_job}
      >
        {shortId(file.made_by_job)}
      </Link>
    </Fact>
  );
};
