import type { Space, SpaceMember } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { countOf } from '../design/count.ts';
import { useOfferUndo } from '../design/undo-offer.ts';

interface SpaceDialogProps {
  readonly space: Space;
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const LeaveDialog = ({ space, opened, onClose }: SpaceDialogProps) => {
  const leave = useEndSpace(() => client.call('leaveSpace', { params: { id: space.id } }));
  return (
    <ConfirmDialog
      opened={opened}
      title={`Leave ${space.name}?`}
      act="Leave the space"
      actingWord="Leaving…"
      onAct={() => leave.mutate()}
      onClose={onClose}
      acting={leave.isPending}
      error={leave.error}
      failure="You are still a member."
    >
      You no longer see its datasets, except your own and those that you see otherwise. To come back, ask an
      admin of the space.
    </ConfirmDialog>
  );
};

export const DeleteSpaceDialog = ({ space, opened, onClose }: SpaceDialogProps) => {
  const deletion = useEndSpace(() => client.call('deleteSpace', { params: { id: space.id } }));
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete ${space.name}?`}
      act="Delete the space"
      onAct={() => deletion.mutate()}
      onClose={onClose}
      acting={deletion.isPending}
      error={deletion.error}
    >
      {space.dataset_count === 0
        ? 'There are no datasets in it.'
        : `Its ${countOf(space.dataset_count, 'dataset')} stay with their owners; its members no longer see them through it.`}
    </ConfirmDialog>
  );
};

/** Deletes or leaves a space, and shows the list of spaces then. */
const useEndSpace = (end: () => Promise<unknown>) => {
  const queries = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: end,
    onSuccess: async () => {
      await navigate({ to: '/spaces' });
      // What was seen through the space may be hidden now.
      queries.removeQueries({ type: 'inactive' });
      await queries.invalidateQueries({ queryKey: keys.spaces });
    },
  });
};

interface RemoveMemberDialogProps extends SpaceDialogProps {
  readonly member: SpaceMember;
}

export const RemoveMemberDialog = ({ space, member, opened, onClose }: RemoveMemberDialogProps) => {
  const queries = useQueryClient();
  const offerUndo = useOfferUndo();
  const params = { id: space.id, user_id: member.id };
  const reload = (): Promise<void> => queries.invalidateQueries({ queryKey: keys.spaces });
  const addAgain = async (): Promise<void> => {
    await client.call('setSpaceMember', { params, body: { role: member.role } });
    await reload();
  };
  const removal = useMutation({
    mutationFn: () => client.call('removeSpaceMember', { params }),
    onSuccess: () => {
      onClose();
      offerUndo({ done: `${member.name} was removed from ${space.name}.`, undo: addAgain });
      return reload();
    },
  });
  return (
    <ConfirmDialog
      opened={opened}
      title={`Remove ${member.name}?`}
      act="Remove"
      actingWord="Removing…"
      onAct={() => removal.mutate()}
      onClose={onClose}
      acting={removal.isPending}
      error={removal.error}
      failure={`${member.name} is still a member.`}
      harmless
    >
      {member.name} no longer sees the datasets in {space.name}, except their own and those that they see
      otherwise. You can add them again at any time.
    </ConfirmDialog>
  );
};
