import { ActionIcon, Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import type { AccountLink, AccountRole, SpaceRole } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import { readRole, roleOptions } from '../spaces/roles.ts';
import { spacesQuery } from '../spaces/space-queries.ts';
import { ACCOUNT_ROLES, accountRoleOptions, readAccountRole } from './account-roles.ts';
import styles from './invite-dialog.module.css';
import { NewLink } from './new-link.tsx';
import { useAdministration } from './people-queries.ts';

interface InviteDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** An invitation for one e-mail address; its link is shown once. */
export const InviteDialog = ({ opened, onClose }: InviteDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="Invite a person" closeOnClickOutside={false}>
    <Invite onClose={onClose} />
  </Modal>
);

interface Invited {
  readonly email: string;
  readonly link: AccountLink;
}

const Invite = ({ onClose }: Pick<InviteDialogProps, 'onClose'>) => {
  const [invited, setInvited] = useState<Invited>();
  return invited ? (
    <NewLink {...invited} onClose={onClose} />
  ) : (
    <InviteForm onInvited={setInvited} onClose={onClose} />
  );
};

interface Draft {
  readonly email: string;
  readonly name: string;
  readonly role: AccountRole;
  readonly spaces: readonly { readonly id: string; readonly role: SpaceRole }[];
}

const EMPTY: Draft = { email: '', name: '', role: 'user', spaces: [] };

interface InviteFormProps {
  readonly onInvited: (invited: Invited) => void;
  readonly onClose: () => void;
}

const InviteForm = ({ onInvited, onClose }: InviteFormProps) => {
  const [draft, setDraft] = useState(EMPTY);
  const invitation = useAdministration(
    ({ spaces, ...rest }: Draft) => callRoute('invite', { body: { ...rest, spaces: [...spaces] } }),
    (link) => onInvited({ email: link.invitation.email, link }),
  );
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!invitation.isPending) invitation.mutate({ ...draft, email: draft.email.trim() });
  };
  return (
    <form className={layout.stack} onSubmit={submit}>
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="off"
        required
        withAsterisk={false}
        data-autofocus
        maxLength={254}
        value={draft.email}
        onChange={(event) => setDraft({ ...draft, email: event.currentTarget.value })}
      />
      <TextInput
        label="Name"
        description="They can change it. Optional."
        autoComplete="off"
        maxLength={100}
        value={draft.name}
        onChange={(event) => setDraft({ ...draft, name: event.currentTarget.value })}
      />
      <NativeSelect
        label="Role"
        description={`${ACCOUNT_ROLES.find(({ role }) => role === draft.role)?.gives}.`}
        data={accountRoleOptions}
        value={draft.role}
        onChange={(event) => setDraft({ ...draft, role: readAccountRole(event.currentTarget.value) })}
      />
      <SpaceChoice spaces={draft.spaces} onChange={(spaces) => setDraft({ ...draft, spaces })} />
      {invitation.isError ? (
        <ErrorMessage>Nobody was invited. {explain(invitation.error)}</ErrorMessage>
      ) : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={invitation.isPending}>
          {invitation.isPending ? 'Inviting…' : 'Invite'}
        </Button>
      </DialogActions>
    </form>
  );
};

interface SpaceChoiceProps {
  readonly spaces: Draft['spaces'];
  readonly onChange: (spaces: Draft['spaces']) => void;
}

/** Not shown where there are no spaces. */
const SpaceChoice = ({ spaces, onChange }: SpaceChoiceProps) => {
  const { data: all = [] } = useQuery(spacesQuery);
  if (all.length === 0) return null;
  const rest = all.filter(({ id }) => spaces.every((chosen) => chosen.id !== id));
  return (
    <fieldset className={styles.spaces}>
      <legend>Spaces</legend>
      {spaces.map(({ id, role }) => {
        const name = all.find((space) => space.id === id)?.name ?? '';
        return (
          <div key={id} className={styles.space}>
            <span className={text.truncated}>{name}</span>
            <NativeSelect
              size="xs"
              aria-label={`Role in ${name}`}
              data={roleOptions}
              value={role}
              onChange={(event) => {
                const chosen = readRole(event.currentTarget.value);
                onChange(spaces.map((space) => (space.id === id ? { id, role: chosen } : space)));
              }}
            />
            <ActionIcon
              aria-label={`Remove ${name}`}
              title={`Remove ${name}`}
              onClick={() => onChange(spaces.filter((space) => space.id !== id))}
            >
              <Icon name="x" />
            </ActionIcon>
          </div>
        );
      })}
      {rest.length > 0 ? (
        <NativeSelect
          aria-label="Add a space"
          data={[
            { value: '', label: 'Add a space…' },
            ...rest.map(({ id, name }) => ({ value: id, label: name })),
          ]}
          value=""
          onChange={(event) => {
            const id = event.currentTarget.value;
            if (id !== '') onChange([...spaces, { id, role: 'viewer' }]);
          }}
        />
      ) : null}
    </fieldset>
  );
};
