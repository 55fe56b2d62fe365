import type { FailedMessage } from '@pawprint/protocol';
import { ConfirmDialog } from '../../design/confirm-dialog.tsx';
import { countOf } from '../../design/count.ts';
import type { ErrorQueueActs } from './use-error-queue-acts.ts';

/** What somebody is about to do. */
export type Plan =
  | { readonly act: 'replay all' }
  | { readonly act: 'discard all' }
  | { readonly act: 'discard'; readonly message: FailedMessage };

interface ConfirmActsProps {
  readonly plan: Plan;
  readonly depth: number;
  readonly acts: ErrorQueueActs;
  readonly opened: boolean;
  readonly onClose: () => void;
}

const titleOf = (plan: Plan, depth: number): string => {
  if (plan.act === 'replay all') return `Send ${countOf(depth, 'message')} again?`;
  return plan.act === 'discard' ? 'Discard this message?' : `Discard ${countOf(depth, 'message')}?`;
};

const GONE =
  'This cannot be undone: what is discarded is gone, and no extractor will see it again. What its job did stays on record.';

export const ConfirmActs = ({
  plan,
  depth,
  acts: { replay, discard },
  opened,
  onClose,
}: ConfirmActsProps) => {
  const title = titleOf(plan, depth);
  if (plan.act === 'replay all')
    return (
      <ConfirmDialog
        opened={opened}
        title={title}
        act="Replay all"
        actingWord="Replaying…"
        failure="They were not sent again."
        harmless
        acting={replay.isPending}
        error={replay.error}
        onAct={() => replay.mutate({}, { onSuccess: onClose })}
        onClose={onClose}
      >
        Each goes back to the extractor’s queue once. What was sent again before and came back stays here, and
        so do messages of cancelled jobs.
      </ConfirmDialog>
    );
  const choice = plan.act === 'discard' ? { fingerprints: [plan.message.fingerprint] } : {};
  return (
    <ConfirmDialog
      opened={opened}
      title={title}
      act={plan.act === 'discard' ? 'Discard' : 'Discard all'}
      actingWord="Discarding…"
      failure="Nothing was discarded."
      acting={discard.isPending}
      error={discard.error}
      onAct={() => discard.mutate(choice, { onSuccess: onClose })}
      onClose={onClose}
    >
      {GONE}
    </ConfirmDialog>
  );
};
