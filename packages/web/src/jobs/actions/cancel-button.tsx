import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { ActionError } from './action-error.tsx';
import './actions.css';

const ConfirmCancel = onDemand(async () => (await import('./confirm-cancel.tsx')).ConfirmCancel);

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
