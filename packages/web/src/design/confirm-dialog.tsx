import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { explain } from '../api/explain.ts';
import { DialogActions } from './dialog-actions.tsx';
import { ErrorMessage } from './error-message.tsx';

interface ConfirmDialogProps {
  readonly opened: boolean;
  readonly title: string;
  /** What will be gone and what stays. */
  readonly children: ReactNode;
  /** What the button does: "Delete the file". */
  readonly act: string;
  readonly onAct: () => void;
  readonly onClose: () => void;
  readonly acting: boolean;
  /** While it is done. */
  readonly actingWord?: string;
  readonly error: unknown;
  /** What did not happen, before the reason why. */
  readonly failure?: string;
  /** It can be undone. */
  readonly harmless?: boolean;
}

/** Asked before what cannot be undone, or does more than one sees. The way out has the focus. */
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
