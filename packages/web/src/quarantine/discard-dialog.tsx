import type { QuarantinedMessage } from '@pawprint/protocol';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { wordOfSource } from './quarantine-words.ts';
import type { QuarantineActs } from './use-quarantine-acts.ts';

interface DiscardDialogProps {
  readonly message: QuarantinedMessage;
  readonly acts: QuarantineActs;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const DiscardDialog = ({ message, acts: { discard }, opened, onClose }: DiscardDialogProps) => (
  <ConfirmDialog
    opened={opened}
    title={`Discard this ${wordOfSource(message.source).toLowerCase()}?`}
    act="Discard"
    actingWord="Discarding…"
    failure="It was not discarded."
    acting={discard.isPending}
    error={discard.error}
    onAct={() => discard.mutate(message.id, { onSuccess: onClose })}
    onClose={onClose}
  >
    This cannot be undone: what it said is gone, and no job will ever show it.
  </ConfirmDialog>
);
