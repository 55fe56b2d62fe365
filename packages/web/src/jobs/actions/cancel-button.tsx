import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { useMutation } from '@tanstack/react-query';
import { callRoute } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { onDemand } from '../../design/on-demand.tsx';
import { ActionError } from './action-error.tsx';

const ConfirmCancel = onDemand(async () => (await import('./confirm-cancel.tsx')).ConfirmCancel);

interface CancelButtonProps extends ButtonProps {
  readonly job: Job;
  readonly label?: string;
  readonly onCancelled: (job: Job) => void;
}

/** Cancels a job. A running job is cancelled only after a confirmation. */
export const CancelButton = ({ job, label = 'Cancel', onCancelled, ...button }: CancelButtonProps) => {
  const [confirming, dialog] = useDisclosure(false);
  const cancel = useMutation({
    mutationFn: () => callRoute('cancelJob', { params: { id: job.id } }),
    onSuccess: onCancelled,
  });
  const confirm = (): void => {
    dialog.close();
    cancel.mutate();
  };
  return (
    <>
      <ActionError what="It could not be cancelled." error={cancel.error} onClose={cancel.reset}>
        <Button
          {...button}
          leftSection={<Icon name="x" />}
          aria-disabled={cancel.isPending}
          onClick={job.state === 'RUNNING' ? dialog.open : () => cancel.mutate()}
        >
          {label}
        </Button>
      </ActionError>
      <ConfirmCancel job={job} opened={confirming} onClose={dialog.close} onConfirm={confirm} />
    </>
  );
};
