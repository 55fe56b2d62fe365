import { Button, Modal, Textarea } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { type FormEvent, useState } from 'react';
import { explain } from '../../api/explain.ts';
import { shortId } from '../../design/short-id.tsx';
import { readParameters } from './read-parameters.ts';
import { useResubmit } from './resubmit-button.tsx';

interface ParametersDialogProps {
  readonly job: Job;
  readonly onClose: () => void;
  readonly onResubmitted: (job: Job) => void;
}

/** Asks for a job again with other parameters. */
export const ParametersDialog = ({ job, onClose, onResubmitted }: ParametersDialogProps) => {
  const [text, setText] = useState(() => JSON.stringify(job.parameters, null, 2));
  const [tried, setTried] = useState(false);
  const read = readParameters(text);
  const resubmit = useResubmit(job, (made) => {
    onClose();
    onResubmitted(made);
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (read.ok && !resubmit.isPending) resubmit.mutate(read.parameters);
  };
  const refusal = resubmit.error ? explain(resubmit.error) : null;
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
          classNames={{ input: 'parameters' }}
          data-autofocus
          autosize
          minRows={6}
          maxRows={20}
          spellCheck={false}
          value={text}
          error={tried && !read.ok ? read.why : refusal}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <div className="dialog-acts">
          <Button onClick={onClose}>Close</Button>
          <Button type="submit" variant="filled" aria-disabled={resubmit.isPending}>
            Resubmit
          </Button>
        </div>
      </form>
    </Modal>
  );
};
