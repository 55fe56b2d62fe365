import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { Icon } from '../design/icon.tsx';
import { Panel } from '../design/panel.tsx';
import { type Credentials, chooseReturnPath, explainSignInError, signIn } from '../session/sign-in.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import styles from './login.module.css';

const route = getRouteApi('/login');

export const LoginPage = () => {
  usePageTitle('Sign in');
  return (
    <main className={styles.page}>
      <p className={styles.brand}>
        <Icon name="paw" />
        Pawprint
      </p>
      <LoginForm />
      <p className={styles.hint}>
        First time here? The first administrator’s e-mail and password were printed where this server was
        started. Everyone else gets an account from an administrator.
      </p>
    </main>
  );
};

const LoginForm = () => {
  const attempt = useSignIn();
  const [credentials, setCredentials] = useState<Credentials>({ email: '', password: '' });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    attempt.mutate(credentials);
  };
  return (
    <Panel>
      <form className={styles.form} onSubmit={submit}>
        <h1>Sign in</h1>
        {attempt.isError ? (
          <p className={styles.error} role="alert">
            <Icon name="failed" />
            {explainSignInError(attempt.error)}
          </p>
        ) : null}
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          ref={focusField}
          value={credentials.email}
          onChange={(event) => setCredentials({ ...credentials, email: event.currentTarget.value })}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={credentials.password}
          onChange={(event) => setCredentials({ ...credentials, password: event.currentTarget.value })}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
        />
        <Button type="submit" variant="filled" fullWidth aria-disabled={attempt.isPending}>
          {attempt.isPending ? 'Signing in…' : 'Sign in'}
        </Button>
      </form>
    </Panel>
  );
};

/** A ref of the same identity in every render, so that React calls it only when the field appears. */
const focusField = (field: HTMLInputElement | null): void => field?.focus();

const useSignIn = () => {
  const queries = useQueryClient();
  const router = useRouter();
  const { back } = route.useSearch();
  return useMutation({
    mutationFn: signIn,
    onSuccess: () => {
      // What a visitor was answered is not what this person is answered.
      queries.removeQueries();
      router.history.push(chooseReturnPath(back));
    },
  });
};
