import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Job } from '@pawprint/protocol';
import { lazy, Suspense } from 'react';
import { Icon } from '../../design/icon.tsx';
import { MenuOnDemand } from '../../design/menu-on-demand.tsx';
import { ResubmitButton } from './resubmit-button.tsx';

const ParametersDialog = lazy(async () => ({
  default: (await import('./parameters-dialog.tsx')).ParametersDialog,
}));

interface ResubmitMenuProps {
  readonly job: Job;
  readonly variant: 'filled' | 'default';
  readonly onResubmitted: (job: Job) => void;
}

/** The same again, or the same with other parameters. */
export const ResubmitMenu = ({ job, variant, onResubmitted }: ResubmitMenuProps) => {
  const [editing, editor] = useDisclosure(false);
  return (
    <div className="split">
      <ResubmitButton job={job} onResubmitted={onResubmitted} variant={variant} />
      <MenuOnDemand
        button={
          <Button variant={variant} className="split-more" aria-label="More ways to resubmit">
            <Icon name="down" />
          </Button>
        }
      >
        {(Menu) => <Menu.Item onClick={editor.open}>With other parameters…</Menu.Item>}
      </MenuOnDemand>
      {editing ? (
        <Suspense fallback={null}>
          <ParametersDialog job={job} onClose={editor.close} onResubmitted={onResubmitted} />
        </Suspense>
      ) : null}
    </div>
  );
};
