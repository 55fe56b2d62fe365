import { useDisclosure } from '@mantine/hooks';
import { useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { useRight } from '../sharing/rights.tsx';
import type { JobsScope } from './operation-plan.ts';

const ManyJobsDialog = onDemand(async () => (await import('./many-jobs-dialog.tsx')).ManyJobsDialog);

interface ManyJobsMenuProps {
  readonly scope: JobsScope;
  /** "Jobs of ncsa.wordcount" */
  readonly where: string;
  /** Opens the dialog that runs an extractor on what it has not done. Absent: it is offered elsewhere. */
  readonly onRunMissing?: () => void;
}

/** What can be done to all jobs of a list at once. */
export const ManyJobsMenu = ({ scope, where, onRunMissing }: ManyJobsMenuProps) => {
  const [kind, setKind] = useState<'cancel' | 'resubmit' | 'remove_outputs'>('resubmit');
  const [opened, dialog] = useDisclosure(false);
  const canSubmit = useRight('submit');
  const canCancel = useRight('cancel');
  const canChange = useRight('change');
  const open = (next: typeof kind) => (): void => {
    setKind(next);
    dialog.open();
  };
  if (!canSubmit && !canCancel && !canChange) return null;
  return (
    <>
      <MoreMenu label="Actions on all jobs">
        {(Menu) => (
          <>
            {canSubmit ? (
              <Menu.Item leftSection={<Icon name="redo" />} onClick={open('resubmit')}>
                Resubmit failed…
              </Menu.Item>
            ) : null}
            {canCancel ? (
              <Menu.Item leftSection={<Icon name="x" />} onClick={open('cancel')}>
                Cancel waiting…
              </Menu.Item>
            ) : null}
            {canSubmit && onRunMissing ? (
              <Menu.Item leftSection={<Icon name="play" />} onClick={onRunMissing}>
                Run what is missing…
              </Menu.Item>
            ) : null}
            {canChange ? (
              <Menu.Item leftSection={<Icon name="trash" />} onClick={open('remove_outputs')}>
                Remove outputs…
              </Menu.Item>
            ) : null}
          </>
        )}
      </MoreMenu>
      <ManyJobsDialog
        key={kind}
        kind={kind}
        scope={scope}
        where={where}
        opened={opened}
        onClose={dialog.close}
      />
    </>
  );
};
