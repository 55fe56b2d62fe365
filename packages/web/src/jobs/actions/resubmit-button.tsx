import { Button, type ButtonProps } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { useMutation } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { callRoute } from '../../api/client.ts';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import { ActionError } from './action-error.tsx';
import styles from './resubmit-button.module.css';

const ParametersDialog = lazy(async () => ({
  default: (await import('./parameters-dialog.tsx')).ParametersDialog,
}));

const useResubmit = (job: Job, onResubmitted: (job: Job) => void) =>
  useMutation({
    mutationFn: (parameters?: Record<string, unknown>) =>
      callRoute('resubmitJob', { params: { id: job.id }, ...(parameters ? { body: { parameters } } : {}) }),
    onSuccess: onResubmitted,
  });

interface ResubmitButtonProps extends ButtonProps {
  readonly job: Job;
  /** Receives the new job. */
  readonly onResubmitted: (job: Job) => void;
}

/** Resubmits a job as it is. The result is a new job. */
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

interface ResubmitMenuProps {
  readonly job: Job;
  readonly variant: 'filled' | 'default';
  readonly onResubmitted: (job: Job) => void;
}

/** Resubmits a job as it is or, through its menu, with other parameters. */
export const ResubmitMenu = ({ job, variant, onResubmitted }: ResubmitMenuProps) => {
  const [editing, editor] = useDisclosure(false);
  const resubmit = useResubmit(job, (made) => {
    editor.close();
    onResubmitted(made);
  });
  const edit = (): void => {
    resubmit.reset();
    editor.open();
  };
  return (
    <div className={styles.split}>
      <ResubmitButton job={job} onResubmitted={onResubmitted} variant={variant} />
      <MenuOnDemand
        button={
          <Button variant={variant} className={styles.more} aria-label="More ways to resubmit">
            <Icon name="down" />
          </Button>
        }
      >
        {(Menu) => <Menu.Item onClick={edit}>With other parameters…</Menu.Item>}
      </MenuOnDemand>
      {editing ? (
        <Suspense fallback={null}>
          <ParametersDialog
            job={job}
            pending={resubmit.isPending}
            error={resubmit.error}
            onSubmit={resubmit.mutate}
            onClose={editor.close}
          />
        </Suspense>
      ) : null}
    </div>
  );
};
