import type { AlertRule } from '@pawprint/protocol';
import { callRoute } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { describeCondition } from './alert-texts.ts';
import { useAlertChange } from './use-alert-change.ts';

interface RemoveAlertDialogProps {
  readonly rule: AlertRule;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const RemoveAlertDialog = ({ rule, opened, onClose }: RemoveAlertDialogProps) => {
  const removal = useAlertChange(() => callRoute('deleteAlertRule', { params: { id: rule.id } }), onClose);
  return (
    <ConfirmDialog
      opened={opened}
      title="Remove this alert?"
      act="Remove the alert"
      onAct={() => removal.mutate()}
      onClose={onClose}
      acting={removal.isPending}
      actingWord="Removing…"
      error={removal.error}
      failure="It was not removed."
    >
      {describeCondition(rule.condition)}. {rule.told?.name ?? 'Nobody'} is told no more, also not that it is
      over.
    </ConfirmDialog>
  );
};
