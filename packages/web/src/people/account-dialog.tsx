import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { Account, AccountDetails, AccountLink } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute, client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { countOf } from '../design/count.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import { NewLink } from './new-link.tsx';
import { accountQuery, useAdministration } from './people-queries.ts';

/** What an administrator does with an account beside giving it a role. */
export type AccountAct = 'link' | 'sign-out' | 'ban' | 'unban' | 'delete';

interface DialogProps {
  readonly account: Account;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Asks before what an administrator does with somebody's account. */
export const AccountDialog = ({ act, ...props }: DialogProps & { readonly act: AccountAct }) => {
  switch (act) {
    case 'link':
      return <LinkDialog {...props} />;
    case 'sign-out':
      return <SignOutDialog {...props} />;
    case 'ban':
      return <BanDialog {...props} />;
    case 'unban':
      return <UnbanDialog {...props} />;
    case 'delete':
      return <DeleteDialog {...props} />;
  }
};

const LinkDialog = ({ account, opened, onClose }: DialogProps) => {
  const [link, setLink] = useState<AccountLink>();
  const creation = useAdministration(
    () => callRoute('createPasswordLink', { params: { id: account.id } }),
    setLink,
  );
  if (!link)
    return (
      <ConfirmDialog
        opened={opened}
        title={`New password for ${account.name}?`}
        act="Make the link"
        actingWord="Making the link…"
        onAct={() => creation.mutate(undefined)}
        onClose={onClose}
        acting={creation.isPending}
        error={creation.error}
        failure="No link was made."
        harmless
      >
        You get a link by which {account.name} chooses a new password, within a day. Their password stays as
        it is until then; afterwards they are signed out everywhere else.
      </ConfirmDialog>
    );
  return (
    <Modal opened={opened} onClose={onClose} title={`New password for ${account.name}`}>
      <NewLink link={link} email={account.email} onClose={onClose} />
    </Modal>
  );
};

const SignOutDialog = ({ account, opened, onClose }: DialogProps) => {
  const ending = useAdministration(
    () => client.call('endAccountSessions', { params: { id: account.id } }),
    onClose,
  );
  return (
    <ConfirmDialog
      opened={opened}
      title={`Sign ${account.name} out?`}
      act="Sign out everywhere"
      actingWord="Signing out…"
      onAct={() => ending.mutate(undefined)}
      onClose={onClose}
      acting={ending.isPending}
      error={ending.error}
      failure="Nobody was signed out."
      harmless
    >
      {account.name} is signed out of {countOf(account.sessions, 'browser')}, and can sign in again. Keys go
      on working.
    </ConfirmDialog>
  );
};

const ENDS = [
  { value: '', label: 'until it is lifted' },
  { value: '1', label: 'for a day' },
  { value: '7', label: 'for a week' },
  { value: '30', label: 'for 30 days' },
];

const BanDialog = ({ account, opened, onClose }: DialogProps) => {
  const [reason, setReason] = useState('');
  const [days, setDays] = useState('');
  const ban = useAdministration(
    () =>
      client.call('banAccount', {
        params: { id: account.id },
        body: { reason: reason.trim(), days: days === '' ? null : Number(days) },
      }),
    onClose,
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!ban.isPending) ban.mutate(undefined);
  };
  return (
    <Modal opened={opened} onClose={onClose} title={`Ban ${account.name}?`}>
      <form className={layout.stack} onSubmit={submit}>
        <p>
          {account.name} is signed out and cannot sign in. Their keys and running jobs do nothing any more.
          Everything that is theirs stays as it is.
        </p>
        <TextInput
          label="Reason"
          description="For other administrators. Optional."
          data-autofocus
          maxLength={1_000}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <NativeSelect
          label="How long"
          data={ENDS}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
        />
        {ban.isError ? (
          <ErrorMessage>
            {account.name} was not banned. {explain(ban.error)}
          </ErrorMessage>
        ) : null}
        <DialogActions>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="filled" data-danger aria-disabled={ban.isPending}>
            {ban.isPending ? 'Banning…' : 'Ban'}
          </Button>
        </DialogActions>
      </form>
    </Modal>
  );
};

const UnbanDialog = ({ account, opened, onClose }: DialogProps) => {
  const lifting = useAdministration(
    () => client.call('unbanAccount', { params: { id: account.id } }),
    onClose,
  );
  return (
    <ConfirmDialog
      opened={opened}
      title={`Lift the ban of ${account.name}?`}
      act="Lift the ban"
      actingWord="Lifting the ban…"
      onAct={() => lifting.mutate(undefined)}
      onClose={onClose}
      acting={lifting.isPending}
      error={lifting.error}
      failure="The ban was not lifted."
      harmless
    >
      {account.name} can sign in again, and their keys work again.
    </ConfirmDialog>
  );
};

const DeleteDialog = ({ account, opened, onClose }: DialogProps) => {
  const { data: details } = useQuery(accountQuery(account.id));
  const deletion = useAdministration(
    () => client.call('deleteAccount', { params: { id: account.id } }),
    onClose,
  );
  return (
    <ConfirmDialog
      opened={opened}
      title={`Delete the account of ${account.name}?`}
      act="Delete the account"
      onAct={() => deletion.mutate(undefined)}
      onClose={onClose}
      acting={deletion.isPending}
      error={deletion.error}
    >
      {details ? describeDeletion(details) : 'Their data is kept.'} To keep everything as it is, ban them
      instead.
    </ConfirmDialog>
  );
};

/** What becomes of what belongs to an account. */
const describeDeletion = ({ datasets, keys, extractors }: AccountDetails): string => {
  const deleted = [
    ...(keys === 0 ? [] : [countOf(keys, 'key')]),
    ...(extractors === 0 ? [] : [countOf(extractors, 'private extractor')]),
  ];
  return [
    datasets === 0
      ? 'They own no datasets. What they added to those of others is kept.'
      : `Their ${countOf(datasets, 'dataset')} ${datasets === 1 ? 'is' : 'are'} kept without an owner: members of their spaces still see them, and otherwise administrators and auditors alone.`,
    ...(deleted.length === 0
      ? []
      : [`Their ${deleted.join(' and ')} ${keys + extractors === 1 ? 'is' : 'are'} deleted.`]),
  ].join(' ');
};
