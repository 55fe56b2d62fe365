import { useDisclosure } from '@mantine/hooks';
import type { Space } from '@pawprint/protocol';
import { useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { formatCount } from '../design/count.ts';
import { Fact, Facts } from '../design/facts.tsx';
import { Icon } from '../design/icon.tsx';
import { InPlaceDescription, InPlaceName } from '../design/in-place.tsx';
import { type InPlaceEditing, type NamedChange, useInPlaceEditing } from '../design/in-place-editing.ts';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { nameOfRole } from './roles.ts';

const LeaveDialog = onDemand(async () => (await import('./confirm-dialogs.tsx')).LeaveDialog);
const DeleteSpaceDialog = onDemand(async () => (await import('./confirm-dialogs.tsx')).DeleteSpaceDialog);

interface SpaceHeadProps {
  readonly space: Space;
  readonly canManage: boolean;
}

/** Name, description and figures of a space. */
export const SpaceHead = ({ space, canManage }: SpaceHeadProps) => {
  const save = useChangeSpace(space.id);
  const editing = useInPlaceEditing(canManage ? save : undefined);
  return (
    <PageHead actions={<Actions space={space} canManage={canManage} editing={editing} />}>
      <InPlaceName what="space" text={space.name} editing={editing} />
      <Facts>
        <Fact name="Members">{formatCount(space.member_count)}</Fact>
        <Fact name="Datasets">{formatCount(space.dataset_count)}</Fact>
        <Fact name="Your role">{nameOfRole(space.role)}</Fact>
      </Facts>
      <InPlaceDescription what="space" text={space.description} editing={editing} />
    </PageHead>
  );
};

interface ActionsProps extends SpaceHeadProps {
  readonly editing: InPlaceEditing;
}

const Actions = ({ space, canManage, editing }: ActionsProps) => {
  const [leaving, leave] = useDisclosure(false);
  const [deleting, deletion] = useDisclosure(false);
  if (!canManage && space.role === null) return null;
  return (
    <>
      <MoreMenu>
        {(Menu) => (
          <>
            {canManage ? (
              <>
                <Menu.Item leftSection={<Icon name="edit" />} onClick={() => editing.start('name')}>
                  Rename…
                </Menu.Item>
                <Menu.Item leftSection={<Icon name="edit" />} onClick={() => editing.start('description')}>
                  Describe…
                </Menu.Item>
              </>
            ) : null}
            {space.role === null ? null : (
              <Menu.Item leftSection={<Icon name="leave" />} onClick={leave.open}>
                Leave the space
              </Menu.Item>
            )}
            {canManage ? (
              <Menu.Item leftSection={<Icon name="trash" />} onClick={deletion.open}>
                Delete the space
              </Menu.Item>
            ) : null}
          </>
        )}
      </MoreMenu>
      <LeaveDialog space={space} opened={leaving} onClose={leave.close} />
      <DeleteSpaceDialog space={space} opened={deleting} onClose={deletion.close} />
    </>
  );
};

const useChangeSpace = (id: string) => {
  const queries = useQueryClient();
  return async (change: NamedChange): Promise<void> => {
    await callRoute('changeSpace', { params: { id }, body: change });
    void queries.invalidateQueries({ queryKey: keys.sharings });
    await queries.invalidateQueries({ queryKey: keys.spaces });
  };
};
