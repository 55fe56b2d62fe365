import { Button, Modal, NativeSelect, Switch, TextInput } from '@mantine/core';
import type { KeyScope, NewApiKey } from '@pawprint/protocol';
import { type FormEvent, useState } from 'react';
import { explain } from '../api/explain.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import styles from './create-key-dialog.module.css';
import { useCreateKey } from './use-create-key.ts';

/** What the scopes let a key do. */
export const SCOPES: readonly { readonly scope: KeyScope; readonly label: string; readonly short: string }[] =
  [
    { scope: 'read', label: 'See data and jobs', short: 'see data' },
    {
      scope: 'write',
      label: 'Add, change, delete and share data, and work on jobs as an extractor',
      short: 'change data',
    },
    { scope: 'submit', label: 'Submit and cancel jobs', short: 'submit and cancel jobs' },
    { scope: 'operate', label: 'Run the server, if you are an operator', short: 'run the server' },
  ];

const ENDS = [
  { value: '30', label: 'in 30 days' },
  { value: '90', label: 'in 90 days' },
  { value: '365', label: 'in a year' },
  { value: '', label: 'never' },
];

interface CreateKeyDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const CreateKeyDialog = ({ opened, onClose }: CreateKeyDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="New key" closeOnClickOutside={false}>
    <CreateKey onClose={onClose} />
  </Modal>
);

const CreateKey = ({ onClose }: Pick<CreateKeyDialogProps, 'onClose'>) => {
  const [created, setCreated] = useState<NewApiKey>();
  return created ? (
    <CreatedKey created={created} onClose={onClose} />
  ) : (
    <CreateForm onCreated={setCreated} onClose={onClose} />
  );
};

interface CreateFormProps {
  readonly onCreated: (key: NewApiKey) => void;
  readonly onClose: () => void;
}

const CreateForm = ({ onCreated, onClose }: CreateFormProps) => {
  const creation = useCreateKey(onCreated);
  const [name, setName] = useState('');
  const [isNameMissing, setNameMissing] = useState(false);
  const [days, setDays] = useState('90');
  const [scopes, setScopes] = useState<readonly KeyScope[]>(['read']);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setNameMissing(name.trim() === '');
    if (name.trim() === '' || scopes.length === 0 || creation.isPending) return;
    creation.mutate({ name: name.trim(), scopes, days: days === '' ? null : Number(days) });
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        description="What will use it, so that you know later what stops when you revoke it."
        data-autofocus
        maxLength={100}
        value={name}
        error={isNameMissing ? 'A key needs a name.' : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ScopeChoice scopes={scopes} onChange={setScopes} />
      <NativeSelect
        label="Expires"
        data={ENDS}
        value={days}
        onChange={(event) => setDays(event.currentTarget.value)}
      />
      {creation.isError ? (
        <ErrorMessage>The key was not created. {explain(creation.error)}</ErrorMessage>
      ) : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={creation.isPending || scopes.length === 0}>
          {creation.isPending ? 'Creating…' : 'Create'}
        </Button>
      </DialogActions>
    </form>
  );
};

interface ScopeChoiceProps {
  readonly scopes: readonly KeyScope[];
  readonly onChange: (scopes: readonly KeyScope[]) => void;
}

const ScopeChoice = ({ scopes, onChange }: ScopeChoiceProps) => (
  <fieldset className={styles.scopes}>
    <legend>Permissions</legend>
    {SCOPES.map(({ scope, label }) => (
      <Switch
        key={scope}
        label={label}
        checked={scopes.includes(scope)}
        onChange={(event) =>
          onChange(
            event.currentTarget.checked ? [...scopes, scope] : scopes.filter((other) => other !== scope),
          )
        }
      />
    ))}
    {scopes.length === 0 ? <p className={text.dimmed}>Choose at least one.</p> : null}
  </fieldset>
);

interface CreatedKeyProps {
  readonly created: NewApiKey;
  readonly onClose: () => void;
}

const CreatedKey = ({ created, onClose }: CreatedKeyProps) => (
  <div className={layout.stack}>
    <p>Copy the key now. It is shown only this once; if it is lost, revoke it and create another.</p>
    <div className={layout.row}>
      <code className={styles.key}>{created.key}</code>
      <CopyButton text={created.key} what="the key" />
    </div>
    <DialogActions>
      <Button variant="filled" onClick={onClose} data-autofocus>
        Done
      </Button>
    </DialogActions>
  </div>
);
