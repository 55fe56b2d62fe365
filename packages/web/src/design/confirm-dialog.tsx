import { Button, Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import { explain } from '../api/explain.ts';

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
  readonly error: unknown;
}

/** Asked before what cannot be undone. The way out has the focus. */
export const ConfirmDialog = ({
  opened,
  title,
  children,
  act,
  onAct,
  onClose,
  acting,
  error,
}: ConfirmDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={title}>
    <p>{children}</p>
    {error ? (
      <p className="msg-block err" role="alert" style={{ marginTop: 12 }}>
        It was not deleted. {explain(error)}
      </p>
    ) : null}
    <div className="dialog-acts">
      <Button onClick={onClose} data-autofocus>
        Cancel
      </Button>
      <Button variant="filled" data-danger onClick={onAct} aria-disabled={acting}>
        {acting ? 'Deleting…' : act}
      </Button>
    </div>
  </Modal>
);
