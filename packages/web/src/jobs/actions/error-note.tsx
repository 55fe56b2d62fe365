import { Popover } from '@mantine/core';
import { explain } from '../../api/explain.ts';
import { Anchor } from '../../design/anchor.ts';
import styles from './error-note.module.css';

interface ErrorNoteProps {
  readonly what: string;
  readonly error: Error;
  readonly button: HTMLElement;
  readonly onClose: () => void;
}

/** Lies over the page, so that nothing moves, and stays until it is dismissed. */
export const ErrorNote = ({ what, error, button, onClose }: ErrorNoteProps) => (
  <Popover opened onDismiss={onClose} position="bottom-end" width={320} withRoles={false} shadow="md">
    <Popover.Target>
      <Anchor element={button} />
    </Popover.Target>
    <Popover.Dropdown className={styles.note}>
      <p role="alert">
        <b>{what}</b> {explain(error)}
      </p>
    </Popover.Dropdown>
  </Popover>
);
