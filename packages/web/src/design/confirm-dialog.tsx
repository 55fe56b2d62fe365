import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { explain } from '../api/explain.ts';
import { DialogActions } from './dialog-actions.tsx';
import { ErrorMessage } from './error-message.tsx';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What is deleted and what is kept. */
  readonly children: ReactNode;
  /** What the button does: "Delete the file". */
  readonly act: string;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly acting: boolean;
  /** The button's label while the request runs. */
  readonly actingWord?: string;
  readonly error: unknown;
  /** The sentence if the action fails, such as "It was not deleted."; the reason follows it. */
  readonly failure?: string;
  /** The action can be undone, so its button is not red. */
  readonly harmless?: boolean;
}

/** Asks before an action that cannot be undone, or that changes more than the page shows. Cancel has the focus. */
export const ConfirmDialog = ({
  opened,
  title,
  children,
  act,
  onAct,
  onClose,
  acting,
  actingWord = 'Deleting…',
  error,
  failure = 'It was not deleted.',
  harmless = false,
}: ConfirmDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={title}>
    <p>{children}</p>
    {error ? (
      <ErrorMessage style={{ marginTop: 12 }}>
        {failure} {explain(error)}
      </ErrorMessage>
    ) : null}
    <DialogActions>
      <Button onClick={onClose} data-autofocus>
        Cancel
      </Button>
      <Button
        variant="filled"
        data-danger={harmless ? undefined : true}
        onClick={() => acting || onAct()}
        aria-disabled={acting}
      >
        {acting ? actingWord : act}
      </Button>
    </DialogActions>
  </Modal>
);
