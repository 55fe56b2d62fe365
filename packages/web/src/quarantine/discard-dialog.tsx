import type { QuarantinedMessage } from '@pawprint/protocol';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { labelOfSource } from './quarantine-labels.ts';
import type { QuarantineActions } from './quarantine-queries.ts';

interface DiscardDialogProps {
  readonly message: QuarantinedMessage;
  readonly actions: QuarantineActions;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const DiscardDialog = ({ message, actions: { discard }, opened, onClose }: DiscardDialogProps) => (
  <ConfirmDialog
    opened={opened}
    title={`Discard this ${labelOfSource(message.source).toLowerCase()}?`}
    act="Discard"
    actingWord="Discarding…"
    failure="It was not discarded."
    acting={discard.isPending}
    error={discard.error}
    onAct={() => discard.mutate(message.id, { onSuccess: onClose })}
    onClose={onClose}
  >
    This cannot be undone: the message is deleted, and no job will show what it reported.
  </ConfirmDialog>
);
