import { Popover } from '@mantine/core';
import { explain } from '../../api/explain.ts';
import { Anchor } from '../../design/anchor.ts';

interface ErrorNoteProps {
  readonly what: string;
  readonly error: Error;
  readonly button: HTMLElement;
  readonly onClose: () => void;
}

/** Nothing moves for it, and it stays until it is read. */
export const ErrorNote = ({ what, error, button, onClose }: ErrorNoteProps) => (
  <Popover opened onDismiss={onClose} position="bottom-end" width={320} withRoles={false} shadow="md">
    <Popover.Target>
      <Anchor element={button} />
    </Popover.Target>
    <Popover.Dropdown className="action-error">
      <p role="alert">
        <b>{what}</b> {explain(error)}
      </p>
    </Popover.Dropdown>
  </Popover>
);
