import { Button, Modal } from '@mantine/core';
import type { Extractor, Job } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import type { FormEvent } from 'react';
import { explain } from '../../api/explain.ts';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { ErrorMessage } from '../../design/error-message.tsx';
import layout from '../../design/layout.module.css';
import { LoadingRows } from '../../design/loading-rows.tsx';
import { shortId } from '../../design/short-id.tsx';
import { extractorQuery } from '../../extractors/extractor-queries.ts';
import { parameterFields } from '../../submit/parameter-fields.ts';
import { usePrefilledParameters } from '../../submit/parameters-draft.ts';
import { ParametersInput } from '../../submit/parameters-input.tsx';

interface ParametersDialogProps {
  readonly job: Job;
  /** The resubmission is being sent. */
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onSubmit: (parameters: Record<string, unknown>) => void;
  readonly onClose: () => void;
}

/** Edits a job's parameters before the job is resubmitted, in the form that its extractor declares. */
export const ParametersDialog = (props: ParametersDialogProps) => {
  const { job, onClose } = props;
  const extractor = useQuery(extractorQuery(job.extractor));
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Resubmit ${shortId(job.id)} with other parameters`}
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {extractor.isPending ? (
        <LoadingRows what="the parameters" rows={3} />
      ) : (
        <ParametersForm {...props} extractor={extractor.data} />
      )}
    </Modal>
  );
};

interface ParametersFormProps extends ParametersDialogProps {
  /** Undefined where it cannot be read: the parameters are edited as JSON then. */
  readonly extractor: Extractor | undefined;
}

const ParametersForm = ({ job, extractor, pending, error, onSubmit, onClose }: ParametersFormProps) => {
  const fields = extractor ? parameterFields(extractor.parameters) : [];
  const { draft, read } = usePrefilledParameters(fields, job.parameters);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (pending) return;
    const parameters = read();
    if (parameters) onSubmit({ ...parameters });
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <ParametersInput draft={draft} />
      {error ? <ErrorMessage>It was not resubmitted. {explain(error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Close</Button>
        <Button type="submit" variant="filled" aria-disabled={pending}>
          Resubmit
        </Button>
      </DialogActions>
    </form>
  );
};
