import { Button, type ButtonProps } from '@mantine/core';
import type { Job } from '@pawprint/protocol';
import { useMutation } from '@tanstack/react-query';
import { ask } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { ActionError } from './action-error.tsx';
import './actions.css';

export const useResubmit = (job: Job, onResubmitted: (job: Job) => void) =>
  useMutation({
    mutationFn: (parameters?: Record<string, unknown>) =>
      ask('resubmitJob', { params: { id: job.id }, ...(parameters ? { body: { parameters } } : {}) }),
    onSuccess: onResubmitted,
  });

interface ResubmitButtonProps extends ButtonProps {
  readonly job: Job;
  /** Gets the new job. */
  readonly onResubmitted: (job: Job) => void;
}

/** Asks for the same again, as a new job. */
export const ResubmitButton = ({ job, onResubmitted, ...button }: ResubmitButtonProps) => {
  const resubmit = useResubmit(job, onResubmitted);
  return (
    <ActionError what="It could not be resubmitted." error={resubmit.error} onClose={resubmit.reset}>
      <Button
        {...button}
        leftSection={<Icon name="redo" />}
        aria-disabled={resubmit.isPending}
        onClick={() => !resubmit.isPending && resubmit.mutate(undefined)}
      >
        Resubmit
      </Button>
    </ActionError>
  );
};
