import { Button, VisuallyHidden } from '@mantine/core';
import type { Invitation } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { nameOfAccountRole } from './account-roles.ts';
import { invitationsQuery, useAdministration } from './people-queries.ts';

/** The invitations of the last 90 days; nothing where there are none. */
export const InvitationsPanel = () => {
  const { data: invitations, error, refetch } = useQuery(invitationsQuery);
  if (!invitations && error)
    return (
      <ErrorPanel what="The invitations could not be loaded." error={error} onRetry={() => void refetch()} />
    );
  if (!invitations?.length) return null;
  return (
    <Panel aria-labelledby="invitations-head">
      <PanelHead>
        <h2 id="invitations-head">Invitations</h2>
      </PanelHead>
      <InvitationTable invitations={invitations} />
    </Panel>
  );
};

const InvitationTable = ({ invitations }: { readonly invitations: readonly Invitation[] }) => {
  const [revoking, setRevoking] = useState<Invitation>();
  return (
    <>
      <DataTable stacked scrolls aria-label="Invitations">
        <thead>
          <tr>
            <HeadCell>E-mail</HeadCell>
            <HeadCell>Role</HeadCell>
            <HeadCell>Invited by</HeadCell>
            <HeadCell>Invited</HeadCell>
            <HeadCell>Mail</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>
              <VisuallyHidden>Action</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {invitations.map((invitation) => (
            <InvitationRow
              key={invitation.id}
              invitation={invitation}
              onRevoke={() => setRevoking(invitation)}
            />
          ))}
        </tbody>
      </DataTable>
      {revoking ? <RevokeDialog invitation={revoking} onClose={() => setRevoking(undefined)} /> : null}
    </>
  );
};

const STATES = { open: 'Open', expired: 'Expired', revoked: 'Revoked', accepted: 'Accepted' } as const;

interface InvitationRowProps {
  readonly invitation: Invitation;
  readonly onRevoke: () => void;
}

const InvitationRow = ({ invitation, onRevoke }: InvitationRowProps) => (
  <tr>
    <Cell wholeLine>
      <span className={text.bold}>{invitation.email}</span>
      {invitation.name ? <span className={text.dimmed}> {invitation.name}</span> : null}
    </Cell>
    <Cell head="Role">{describeRoles(invitation)}</Cell>
    <Cell head="Invited by">{invitation.invited_by?.name ?? 'somebody deleted'}</Cell>
    <Cell head="Invited">
      <Time at={invitation.created_at} />
    </Cell>
    <Cell head="Mail">{invitation.mailed_at === null ? 'not sent' : 'sent'}</Cell>
    <Cell head="State">
      {STATES[invitation.state]}
      {invitation.state === 'open' ? (
        <span className={text.dimmed}>
          {' until '}
          <Time at={invitation.expires_at} />
        </span>
      ) : null}
    </Cell>
    <Cell toEnd>
      {invitation.state === 'open' ? (
        <Button size="xs" aria-label={`Revoke the invitation of ${invitation.email}`} onClick={onRevoke}>
          Revoke
        </Button>
      ) : null}
    </Cell>
  </tr>
);

const describeRoles = ({ role, spaces }: Invitation): string =>
  [nameOfAccountRole(role), ...spaces.map((space) => `${space.role} of ${space.name}`)].join(', ');

interface RevokeDialogProps {
  readonly invitation: Invitation;
  readonly onClose: () => void;
}

const RevokeDialog = ({ invitation: { id, email }, onClose }: RevokeDialogProps) => {
  const revocation = useAdministration(() => client.call('revokeInvitation', { params: { id } }), onClose);
  return (
    <ConfirmDialog
      opened
      title={`Revoke the invitation of ${email}?`}
      act="Revoke the invitation"
      actingWord="Revoking…"
      onAct={() => revocation.mutate(undefined)}
      onClose={onClose}
      acting={revocation.isPending}
      error={revocation.error}
      failure="It was not revoked."
      harmless
    >
      Its link does nothing any more. You can invite {email} again at any time.
    </ConfirmDialog>
  );
};
