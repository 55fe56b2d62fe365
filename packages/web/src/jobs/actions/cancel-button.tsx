import { Button, type ButtonProps, Modal } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { shortId } from '../../design/short-id.tsx';
import { ActionError } from './action-error.tsx';
import './actions.css';

interface ConfirmProps {
  readonly job: Job;
  readonly opened: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
}

const ConfirmCancel = ({ job, opened, onClose, onConfirm }: ConfirmProps) => (
  <Modal
    opened={opened}
    onClose={onClose}
    title={`Cancel job ${shortId(job.id)}?`}
    size={440}
    closeButtonProps={{ 'aria-label': 'Close' }}
  >
    <p>
      {job.extractor} is at work on {job.resource.name}. This cannot be undone: the work of this attempt is
      lost, and an extractor that cannot be told goes on to its end, but what it uploads is refused.
    </p>
    <div className="dialog-acts">
      <Button onClick={onClose} data-autofocus>
        Let it run
      </Button>
      <Button variant="filled" data-danger onClick={onConfirm}>
        Cancel job
      </Button>
    </div>
  </Modal>
);

interface CancelButtonProps extends ButtonProps {
  readonly job: Job;
  readonly word?: string;
  readonly onCancelled: (job: Job) => void;
}

/** What only waits is cancelled at once; what runs is asked about first. */
export const CancelButton = ({ job, word = 'Cancel', onCancelled, ...button }: CancelButtonProps) => {
  const [asking, question] = useDisclosure(false);
  const cancel = useMutation({
    mutationFn: () => ask('cancelJob', { params: { id: job.id } }),
    onSuccess: onCancelled,
  });
  const confirm = (): void => {
    question.close();
    cancel.mutate();
  };
  return (
    <>
      <ActionError what="It could not be cancelled." error={cancel.error} onClose={cancel.reset}>
        <Button
          {...button}
          leftSection={<Icon name="x" />}
          aria-disabled={cancel.isPending}
          onClick={job.state === 'RUNNING' ? question.open : () => cancel.mutate()}
        >
          {word}
        </Button>
      </ActionError>
      <ConfirmCancel job={job} opened={asking} onClose={question.close} onConfirm={confirm} />
    </>
  );
};
