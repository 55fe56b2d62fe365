import { Modal } from '@mantine/core';
import type { Extractor, FileInfo } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Skeleton } from '../design/skeleton.tsx';
import { extractorsQuery } from '../extractors/extractor-queries.ts';
import { wantsType } from './extractor/fitting-extractors.ts';
import { JobOf } from './job-of.tsx';
import { SubmitForm } from './submit-form.tsx';
import { useSubmitOne } from './submit-one.ts';
import { Submitted } from './submitted.tsx';
import { useOrder } from './use-order.ts';

interface SubmitFileDialogProps {
  readonly file: Pick<FileInfo, 'id' | 'filename' | 'content-type'>;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const NONE: readonly Extractor[] = [];

/** A file, by hand, to an extractor. What was given stays until it was submitted, also when the dialog is closed. */
export const SubmitFileDialog = ({ file, opened, onClose }: SubmitFileDialogProps) => {
  const { data: extractors, error, refetch } = useQuery({ ...extractorsQuery, enabled: opened });
  const draft = useOrder(extractors ?? NONE);
  const submission = useSubmitOne({ type: 'file', id: file.id });
  const done = submission.data;
  const close = (): void => {
    onClose();
    if (done) submission.reset();
  };
  return (
    <Modal opened={opened} onClose={close} title={`Submit ${file.filename}`} size={600}>
      {!extractors && error ? (
        <ErrorPanel what="The extractors could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!extractors && !error ? <Skeleton what="extractors" rows={3} /> : null}
      {done ? (
        <Submitted
          title={`${done.extractor} has a job on it.`}
          extractor={done.extractor}
          onMore={submission.reset}
          onClose={close}
        >
          <JobOf id={done.jobId} onOpen={close} />
        </Submitted>
      ) : null}
      {extractors && !done ? (
        <SubmitForm
          draft={draft}
          extractors={extractors}
          wants={wantsType(file['content-type'])}
          madeFor={file['content-type']}
          act="Submit"
          acting={submission.isPending}
          error={submission.error}
          onSubmit={(order) => submission.mutate(order, { onSuccess: draft.clear })}
          onClose={close}
        />
      ) : null}
    </Modal>
  );
};
