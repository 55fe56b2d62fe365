import { Button, Modal, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { CopyButton } from '../design/copy-button.tsx';
import { DialogActions } from '../design/dialog-actions.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import styles from './tell-me-dialog.module.css';

interface CreateWebhookDialogProps {
  readonly opened: boolean;
  readonly onClose: () => void;
}

export const CreateWebhookDialog = ({ opened, onClose }: CreateWebhookDialogProps) => (
  <Modal opened={opened} onClose={onClose} title="New webhook">
    <Creation onClose={onClose} />
  </Modal>
);

const Creation = ({ onClose }: { readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const creation = useMutation({
    mutationFn: (draft: { readonly name: string; readonly url: string }) =>
      callRoute('createWebhook', { body: { ...draft } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.webhooks }),
  });
  return creation.data ? (
    <Secret secret={creation.data.secret} onClose={onClose} />
  ) : (
    <CreationForm
      onCreate={creation.mutate}
      isPending={creation.isPending}
      error={creation.error}
      onClose={onClose}
    />
  );
};

interface CreationFormProps {
  readonly onCreate: (draft: { readonly name: string; readonly url: string }) => void;
  readonly isPending: boolean;
  readonly error: Error | null;
  readonly onClose: () => void;
}

const CreationForm = ({ onCreate, isPending, error, onClose }: CreationFormProps) => {
  const [name, setName] = useState('');
  const [url, setUrl] = useState('');
  const [isTried, setTried] = useState(false);
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setTried(true);
    if (name.trim() !== '' && isWebAddress(url.trim()) && !isPending)
      onCreate({ name: name.trim(), url: url.trim() });
  };
  return (
    <form className={layout.stack} onSubmit={submit} noValidate>
      <TextInput
        label="Name"
        data-autofocus
        maxLength={100}
        value={name}
        error={isTried && name.trim() === '' ? 'A webhook needs a name.' : undefined}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        label="Address"
        description="It gets a POST request with JSON, signed as Standard Webhooks describes."
        type="url"
        maxLength={2_000}
        value={url}
        error={isTried && !isWebAddress(url.trim()) ? 'It begins with https:// or http://.' : undefined}
        onChange={(event) => setUrl(event.currentTarget.value)}
      />
      {error ? <ErrorMessage>The webhook was not created. {explain(error)}</ErrorMessage> : null}
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button type="submit" variant="filled" aria-disabled={isPending}>
          {isPending ? 'Creating…' : 'Create'}
        </Button>
      </DialogActions>
    </form>
  );
};

const isWebAddress = (url: string): boolean => URL.canParse(url) && /^https?:$/.test(new URL(url).protocol);

const Secret = ({ secret, onClose }: { readonly secret: string; readonly onClose: () => void }) => (
  <div className={layout.stack}>
    <p>Copy the secret now: the receiver needs it to verify the signature. It is shown only this once.</p>
    <div className={layout.row}>
      <code className={styles.secret}>{secret}</code>
      <CopyButton text={secret} what="the secret" />
    </div>
    <DialogActions>
      <Button variant="filled" onClick={onClose} data-autofocus>
        Done
      </Button>
    </DialogActions>
  </div>
);
