import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import { changePassword } from './auth-api.ts';
import styles from './password-panel.module.css';

const NONE = { currentPassword: '', newPassword: '' };
/** The server's limit. */
const SHORTEST = 8;

export const PasswordPanel = () => {
  const [passwords, setPasswords] = useState(NONE);
  const queries = useQueryClient();
  const change = useMutation({
    mutationFn: changePassword,
    onSuccess: async () => {
      setPasswords(NONE);
      await queries.invalidateQueries({ queryKey: keys.sessions });
    },
  });
  const isTooShort = passwords.newPassword.length > 0 && passwords.newPassword.length < SHORTEST;
  const isReady = passwords.currentPassword !== '' && passwords.newPassword.length >= SHORTEST;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (isReady && !change.isPending) change.mutate(passwords);
  };
  return (
    <Panel aria-labelledby="password-head">
      <PanelHead>
        <h2 id="password-head">Password</h2>
      </PanelHead>
      <form className={styles.form} onSubmit={submit} noValidate>
        <PasswordInput
          label="Current password"
          autoComplete="current-password"
          value={passwords.currentPassword}
          onChange={(event) => setPasswords({ ...passwords, currentPassword: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the current password' }}
        />
        <PasswordInput
          label="New password"
          description={`At least ${SHORTEST} characters. All other browsers are signed out.`}
          autoComplete="new-password"
          error={isTooShort ? 'Too short.' : undefined}
          value={passwords.newPassword}
          onChange={(event) => setPasswords({ ...passwords, newPassword: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the new password' }}
        />
        {change.isError ? (
          <ErrorMessage>The password was not changed. {explain(change.error)}</ErrorMessage>
        ) : null}
        {change.isSuccess ? <output>The password was changed.</output> : null}
        <Button type="submit" variant="filled" aria-disabled={!isReady || change.isPending}>
          {change.isPending ? 'Changing…' : 'Change the password'}
        </Button>
      </form>
    </Panel>
  );
};
