import { Popover } from '@mantine/core';
import type { ReactNode } from 'react';
import { explain } from '../../api/explain.ts';

interface ActionErrorProps {
  readonly what: string;
  readonly error: Error | null;
  readonly onClose: () => void;
  /** The button that was pressed. */
  readonly children: ReactNode;
}

/** Says beside a button why what it asked for was not done. Nothing moves, and it stays until it is read. */
export const ActionError = ({ what, error, onClose, children }: ActionErrorProps) => (
  <Popover
    opened={error !== null}
    onDismiss={onClose}
    position="bottom-end"
    width={320}
    withRoles={false}
    shadow="md"
  >
    <Popover.Target>{children}</Popover.Target>
    <Popover.Dropdown className="action-error">
      <p role="alert">
        <b>{what}</b> {error ? explain(error) : ''}
      </p>
    </Popover.Dropdown>
  </Popover>
);
