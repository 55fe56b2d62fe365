import { Button, Modal, NativeSelect, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import type { Space, SpaceRole, User } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { ErrorPanel } from '../design/error-panel.tsx';
import { Icon } from '../design/icon.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import styles from './add-person-dialog.module.css';
import { nameOfRole, ROLES, readRole, roleOptions } from './roles.ts';
import { MOST_PEOPLE, membersQuery, peopleQuery } from './space-queries.ts';

interface AddPersonDialogProps {
  readonly space: Space;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** Finds people by name or e-mail, and makes them members. It stays open, to add several. */
export const AddPersonDialog = ({ space, opened, onClose }: AddPersonDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={`Add a person to ${space.name}`}>
    <Content spaceId={space.id} />
  </Modal>
);

const Content = ({ spaceId }: { readonly spaceId: string }) => {
  const [typed, setTyped] = useState('');
  const [role, setRole] = useState<SpaceRole>('viewer');
  const addition = useAddMember(spaceId);
  return (
    <div className={layout.stack}>
      <div className={styles.fields}>
        <TextInput
          label="Name or e-mail"
          data-autofocus
          maxLength={200}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <NativeSelect
          label="Role"
          data={roleOptions}
          value={role}
          onChange={(event) => setRole(readRole(event.currentTarget.value))}
        />
      </div>
      <p className={text.dimmed}>
        {nameOfRole(role)}: {ROLES.find((each) => each.role === role)?.gives}.
      </p>
      <People spaceId={spaceId} q={typed.trim()} onAdd={(person) => addition.mutate({ person, role })} />
      {addition.isError ? (
        <ErrorMessage>
          {addition.variables.person.fullName} was not added. {explain(addition.error)}
        </ErrorMessage>
      ) : null}
    </div>
  );
};

interface PeopleProps {
  readonly spaceId: string;
  readonly q: string;
  readonly onAdd: (person: User) => void;
}

const People = ({ spaceId, q, onAdd }: PeopleProps) => {
  const [searched] = useDebouncedValue(q, 200);
  const { data: people, error, refetch } = useQuery(peopleQuery(searched));
  const { data: members } = useQuery(membersQuery(spaceId));
  if (error && !people)
    return <ErrorPanel what="People could not be looked up." error={error} onRetry={() => void refetch()} />;
  if (!people || !members) return <div className={styles.people} aria-busy="true" />;
  const roles = new Map(members.map(({ id, role }) => [id, role]));
  return (
    <div className={styles.people}>
      <ul aria-label="People">
        {people.slice(0, MOST_PEOPLE).map((person) => (
          <li key={person.id}>
            <Name person={person} />
            {roles.has(person.id) ? (
              <span className={styles.member}>
                <Icon name="check" />
                {nameOfRole(roles.get(person.id) ?? null)}
              </span>
            ) : (
              <Button size="xs" aria-label={`Add ${person.fullName}`} onClick={() => onAdd(person)}>
                Add
              </Button>
            )}
          </li>
        ))}
      </ul>
      <output className={text.dimmed}>{describeCount(people.length, searched)}</output>
    </div>
  );
};

const Name = ({ person }: { readonly person: User }) => (
  <span className={styles.name}>
    <span className={text.truncated}>{person.fullName}</span>
    <small className={text.truncated}>{person.email}</small>
  </span>
);

const describeCount = (found: number, q: string): string => {
  if (found > MOST_PEOPLE) return `The first ${MOST_PEOPLE}. Type more of the name to find others.`;
  if (found > 0 || q === '') return '';
  return `No account has “${q}” in its name or e-mail. Administrators create accounts.`;
};

const useAddMember = (id: string) => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ person, role }: { readonly person: User; readonly role: SpaceRole }) =>
      client.call('setSpaceMember', { params: { id, user_id: person.id }, body: { role } }),
    onSettled: () => queries.invalidateQueries({ queryKey: keys.spaces }),
  });
};
