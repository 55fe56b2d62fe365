import { Button, Modal, Textarea } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { type FormEvent, useState } from 'react';
import { explain } from '../../api/explain.ts';
import { DialogActions } from '../../design/dialog-actions.tsx';
import { shortId } from '../../design/short-id.tsx';
import styles from './parameters-dialog.module.css';
import { readParameters } from './read-parameters.ts';

interface ParametersDialogProps {
  readonly job: Job;
  /** The resubmission is being sent. */
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onSubmit: (parameters: Record<string, unknown>) => void;
  readonly onClose: () => void;
}

/** Edits a job's parameters as JSON before the job is resubmitted. */
export const ParametersDialog = ({ job, pending, error, onSubmit, onClose }: ParametersDialogProps) => {
  const [text, setText] = useState(() => JSON.stringify(job.parameters, null, 2));
  const [tried, setTried] = useState(false);
  const read = readParameters(text);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (read.ok && !pending) onSubmit(read.parameters);
  };
  const refusal = error ? explain(error) : null;
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Resubmit ${shortId(job.id)} with other parameters`}
      size={520}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      <form onSubmit={submit}>
        <Textarea
          label="Parameters, as JSON"
          classNames={{ input: styles.parameters }}
          data-autofocus
          autosize
          minRows={6}
          maxRows={20}
          spellCheck={false}
          value={text}
          error={tried && !read.ok ? read.why : refusal}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <DialogActions>
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="filled" aria-disabled={pending}>
            Resubmit
          </Button>
        </DialogActions>
      </form>
    </Modal>
  );
};
