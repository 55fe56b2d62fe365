import { useDisclosure } from '@mantine/hooks';
import type { Space } from '@pawprint/protocol';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { client } from '../api/client.ts';
import { keys } from '../api/query-keys.ts';
import { formatCount } from '../design/count.ts';
import { Fact, Facts } from '../design/facts.tsx';
import { Icon } from '../design/icon.tsx';
import { MoreMenu } from '../design/menu-on-demand.tsx';
import type { Named } from '../design/name-form.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { PageHead } from '../design/page-head.tsx';
import { Panel } from '../design/panel.tsx';
import { nameOfRole } from './roles.ts';
import styles from './space-head.module.css';

const NameForm = lazy(async () => ({ default: (await import('../design/name-form.tsx')).NameForm }));
const LeaveDialog = onDemand(async () => (await import('./confirm-dialogs.tsx')).LeaveDialog);
const DeleteSpaceDialog = onDemand(async () => (await import('./confirm-dialogs.tsx')).DeleteSpaceDialog);

interface SpaceHeadProps {
  readonly space: Space;
  readonly canManage: boolean;
}

/** Name, description and figures of a space. Its name and description are changed in their place. */
export const SpaceHead = ({ space, canManage }: SpaceHeadProps) => {
  const [editing, editor] = useDisclosure(false);
  if (editing && canManage) return <Editor space={space} onEnd={editor.close} />;
  return (
    <PageHead actions={<Actions space={space} canManage={canManage} onEdit={editor.open} />}>
      <h1>{space.name}</h1>
      <Facts>
        <Fact name="Members">{formatCount(space.member_count)}</Fact>
        <Fact name="Datasets">{formatCount(space.dataset_count)}</Fact>
        <Fact name="Your role">{nameOfRole(space.role)}</Fact>
      </Facts>
      {space.description ? <p className={styles.description}>{space.description}</p> : null}
    </PageHead>
  );
};

interface ActionsProps extends SpaceHeadProps {
  readonly onEdit: () => void;
}

const Actions = ({ space, canManage, onEdit }: ActionsProps) => {
  const [leaving, leave] = useDisclosure(false);
  const [deleting, deletion] = useDisclosure(false);
  if (!canManage && space.role === null) return null;
  return (
    <>
      <MoreMenu>
        {(Menu) => (
          <>
            {canManage ? <Menu.Item onClick={onEdit}>Change name and description</Menu.Item> : null}
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

const Editor = ({ space, onEnd }: { readonly space: Space; readonly onEnd: () => void }) => {
  const change = useChangeSpace(space.id, onEnd);
  return (
    <Panel className={styles.editor}>
      <h1>Change {space.name}</h1>
      <Suspense fallback={null}>
        <NameForm
          what="space"
          initial={{ name: space.name, description: space.description }}
          hint="Who it is for, and what belongs in it. Optional."
          act={['Save', 'Saving…']}
          acting={change.isPending}
          error={change.error}
          failure="Nothing was changed."
          onAct={change.mutate}
          onCancel={onEnd}
        />
      </Suspense>
    </Panel>
  );
};

const useChangeSpace = (id: string, onEnd: () => void) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (body: Named) => client.call('changeSpace', { params: { id }, body }),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: keys.spaces });
      void queries.invalidateQueries({ queryKey: keys.sharings });
      onEnd();
    },
  });
};
