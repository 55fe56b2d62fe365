import type { FailedMessage } from '@pawprint/protocol';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { countOf } from '../../design/count.ts';
import type { ErrorQueueActions } from './error-queue-actions.ts';

/** An action that is done only after it was confirmed. */
export type QueueAction =
  | { readonly type: 'replay all' }
  | { readonly type: 'discard all' }
  | { readonly type: 'discard'; readonly message: FailedMessage };

interface ConfirmQueueActionProps {
  readonly action: QueueAction;
  readonly depth: number;
  readonly actions: ErrorQueueActions;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const ConfirmQueueAction = (props: ConfirmQueueActionProps) =>
  props.action.type === 'replay all' ? (
    <ConfirmReplay {...props} />
  ) : (
    <ConfirmDiscard {...props} action={props.action} />
  );

const ConfirmReplay = ({ depth, actions: { replay }, opened, onClose }: ConfirmQueueActionProps) => (
  <ConfirmDialog
    opened={opened}
    title={`Send ${countOf(depth, 'message')} again?`}
    act="Replay all"
    actingWord="Replaying…"
    failure="They were not sent again."
    harmless
    acting={replay.isPending}
    error={replay.error}
    onAct={() => replay.mutate({}, { onSuccess: onClose })}
    onClose={onClose}
  >
    Each message goes back to the extractor’s queue once. Messages that were sent again before and came back
    stay here, and so do messages of cancelled jobs.
  </ConfirmDialog>
);

interface ConfirmDiscardProps extends ConfirmQueueActionProps {
  readonly action: Exclude<QueueAction, { type: 'replay all' }>;
}

const ConfirmDiscard = ({ action, depth, actions: { discard }, opened, onClose }: ConfirmDiscardProps) => {
  const one = action.type === 'discard';
  const selection = one ? { fingerprints: [action.message.fingerprint] } : {};
  return (
    <ConfirmDialog
      opened={opened}
      title={one ? 'Discard this message?' : `Discard ${countOf(depth, 'message')}?`}
      act={one ? 'Discard' : 'Discard all'}
      actingWord="Discarding…"
      failure="Nothing was discarded."
      acting={discard.isPending}
      error={discard.error}
      onAct={() => discard.mutate(selection, { onSuccess: onClose })}
      onClose={onClose}
    >
      This cannot be undone: no extractor gets a discarded message again. The record of its job stays.
    </ConfirmDialog>
  );
};
