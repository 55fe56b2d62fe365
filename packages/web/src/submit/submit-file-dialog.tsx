import { Modal } from '@mantine/core';
import type { DatasetExtractor, FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { ErrorPanel } from '../design/error-panel.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { datasetExtractorsQuery } from '../extractors/extractor-queries.ts';
import { acceptsType } from './fitting-extractors.ts';
import { useJobDraft } from './job-draft.ts';
import { SubmitForm } from './submit-form.tsx';
import { useSubmitResource } from './submit-jobs.ts';
import { SubmitResult, SubmittedJob } from './submit-result.tsx';

interface SubmitFileDialogProps {
  readonly file: Pick<FileInfo, 'id' | 'filename' | 'content-type' | 'dataset'>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const NO_EXTRACTORS: readonly DatasetExtractor[] = [];

/** Submits a file to an extractor. A draft that was not submitted is kept while the dialog is closed. */
export const SubmitFileDialog = ({ file, opened, onClose }: SubmitFileDialogProps) => {
  const {
    data: extractors,
    error,
    refetch,
  } = useQuery({ ...datasetExtractorsQuery(file.dataset.id), enabled: opened });
  const draft = useJobDraft(extractors ?? NO_EXTRACTORS);
  const submission = useSubmitResource({ type: 'file', id: file.id });
  const submitted = submission.data;
  const close = (): void => {
    onClose();
    if (submitted) submission.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={`Submit ${file.filename}`} size={600}>
      {!extractors && error ? (
        <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!extractors && !error ? <LoadingRows what="extractors" rows={3} /> : null}
      {submitted ? (
        <SubmitResult
          title={`The file was submitted to ${submitted.extractor}.`}
          extractor={submitted.extractor}
          onSubmitMore={submission.reset}
          onClose={close}
        >
          <SubmittedJob id={submitted.jobId} onOpen={close} />
        </SubmitResult>
      ) : null}
      {extractors && !submitted ? (
        <SubmitForm
          draft={draft}
          extractors={extractors}
          accepts={acceptsType(file['content-type'])}
          madeFor={file['content-type']}
          submitLabel="Submit"
          submitting={submission.isPending}
          error={submission.error}
          onSubmit={(request) => submission.mutate(request, { onSuccess: draft.clear })}
          onClose={close}
        />
      ) : null}
    </Modal>
  );
};
