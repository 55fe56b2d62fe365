import { ActionIcon, Button, NativeSelect, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Space, SpaceMember, SpaceRole } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { Cell, DataTable, HeadCell, Lines } from '../design/data-table.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Panel, PanelFoot, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { useMe } from '../session/session.ts';
import styles from './members-panel.module.css';
import { nameOfRole, ROLES, readRole, roleOptions } from './roles.ts';
import { membersQuery } from './space-queries.ts';

const AddPersonDialog = onDemand(async () => (await import('./add-person-dialog.tsx')).AddPersonDialog);
const RemoveMemberDialog = onDemand(async () => (await import('./confirm-dialogs.tsx')).RemoveMemberDialog);

interface MembersPanelProps {
  readonly space: Space;
  readonly canManage: boolean;
}

/** The members of a space, by name. Its admins add and remove people, and choose their roles. */
export const MembersPanel = ({ space, canManage }: MembersPanelProps) => {
  const { data: members, error, refetch } = useQuery(membersQuery(space.id));
  const [adding, addition] = useDisclosure(false);
  return (
    <Panel aria-labelledby="members-heading">
      <PanelHead>
        <h2 id="members-heading" className={layout.fill}>
          Members
        </h2>
        {canManage ? (
          <Button size="xs" leftSection={<Icon name="plus" />} onClick={addition.open}>
            Add a person
          </Button>
        ) : null}
      </PanelHead>
      {members ? <MemberTable space={space} canManage={canManage} members={members} /> : null}
      {!members && error ? (
        <ErrorPanel what="The members could not be loaded." error={error} onRetry={() => void refetch()} />
      ) : null}
      {!members && !error ? <LoadingRows what="members" height={48} rows={3} /> : null}
      <PanelFoot>
        <ul className={styles.roles}>
          {ROLES.map(({ role, name, gives }) => (
            <li key={role}>
              <b className={text.bold}>{name}</b> {gives}
            </li>
          ))}
        </ul>
      </PanelFoot>
      <AddPersonDialog space={space} opened={adding} onClose={addition.close} />
    </Panel>
  );
};

interface MemberTableProps extends MembersPanelProps {
  readonly members: readonly SpaceMember[];
}

const MemberTable = ({ space, canManage, members }: MemberTableProps) => {
  const [removing, setRemoving] = useState<SpaceMember | null>(null);
  const [removeOpened, removal] = useDisclosure(false);
  const change = useSetRole(space.id);
  const remove = (member: SpaceMember): void => {
    setRemoving(member);
    removal.open();
  };
  return (
    <>
      <DataTable twoLines aria-label="Members">
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Role</HeadCell>
            {canManage ? (
              <HeadCell>
                <VisuallyHidden>Actions</VisuallyHidden>
              </HeadCell>
            ) : null}
          </tr>
        </thead>
        <tbody>
          {members.map((member) => (
            <MemberRow
              key={member.id}
              member={member}
              canManage={canManage}
              onRole={(role) => change.mutate({ member, role })}
              onRemove={() => remove(member)}
            />
          ))}
        </tbody>
      </DataTable>
      {change.isError ? (
        <ErrorMessage className={styles.error}>
          The role of {change.variables.member.name} was not changed. {explain(change.error)}
        </ErrorMessage>
      ) : null}
      {removing ? (
        <RemoveMemberDialog space={space} member={removing} opened={removeOpened} onClose={removal.close} />
      ) : null}
    </>
  );
};

interface MemberRowProps {
  readonly member: SpaceMember;
  readonly canManage: boolean;
  readonly onRole: (role: SpaceRole) => void;
  readonly onRemove: () => void;
}

/** Who wants to remove themselves leaves the space instead. */
const MemberRow = ({ member, canManage, onRole, onRemove }: MemberRowProps) => {
  const isMe = useMe()?.id === member.id;
  return (
    <tr data-row tabIndex={-1}>
      <Cell>
        <Lines>
          <span className={text.truncated}>
            <span className={text.bold}>{member.name}</span>
            {isMe ? ' (you)' : ''}
          </span>
          <small className={text.truncated} title={member.email}>
            {member.email}
          </small>
        </Lines>
      </Cell>
      <Cell>
        {canManage ? (
          <NativeSelect
            size="xs"
            className={styles.role}
            aria-label={`Role of ${member.name}`}
            data={roleOptions}
            value={member.role}
            onChange={(event) => onRole(readRole(event.currentTarget.value))}
          />
        ) : (
          nameOfRole(member.role)
        )}
      </Cell>
      {canManage ? (
        <Cell>{isMe ? null : <RemoveButton name={member.name} onRemove={onRemove} />}</Cell>
      ) : null}
    </tr>
  );
};

const RemoveButton = ({ name, onRemove }: { readonly name: string; readonly onRemove: () => void }) => (
  <ActionIcon aria-label={`Remove ${name}`} title={`Remove ${name}`} onClick={onRemove}>
    <Icon name="x" />
  </ActionIcon>
);

const useSetRole = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ member, role }: { readonly member: SpaceMember; readonly role: SpaceRole }) =>
      client.call('setSpaceMember', { params: { id, user_id: member.id }, body: { role } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.spaces }),
  });
};
