import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { keys } from '../api/query-keys.ts';
import { Icon } from '../design/icon.tsx';
import { safeBack } from '../session/back.ts';
import { type Credentials, signIn, whyNotSignedIn } from '../session/sign-in.ts';
import { usePageTitle } from '../shell/use-page-title.ts';
import './login.css';

const route = getRouteApi('/login');

const useSignIn = () => {
  const queries = useQueryClient();
  const router = useRouter();
  const { back } = route.useSearch();
  return useMutation({
    mutationFn: signIn,
    onSuccess: () => {
      queries.removeQueries({ queryKey: keys.me });
      router.history.push(safeBack(back));
    },
  });
};

/** The page has one purpose, and this field is its beginning. */
const focusOnce = (field: HTMLInputElement | null): void => field?.focus();

const LoginForm = () => {
  const attempt = useSignIn();
  const [given, setGiven] = useState<Credentials>({ email: '', password: '' });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    attempt.mutate(given);
  };
  return (
    <form className="panel login-form" onSubmit={submit}>
      <h1>Sign in</h1>
      {attempt.isError ? (
        <p className="login-error" role="alert">
          <Icon name="failed" />
          {whyNotSignedIn(attempt.error)}
        </p>
      ) : null}
      <TextInput
        label="E-mail"
        type="email"
        autoComplete="username"
        required
        withAsterisk={false}
        ref={focusOnce}
        value={given.email}
        onChange={(event) => setGiven({ ...given, email: event.currentTarget.value })}
      />
      <PasswordInput
        label="Password"
        autoComplete="current-password"
        required
        withAsterisk={false}
        value={given.password}
        onChange={(event) => setGiven({ ...given, password: event.currentTarget.value })}
        visibilityToggleButtonProps={{ 'aria-label': 'Show the password' }}
      />
      <Button type="submit" variant="filled" fullWidth aria-disabled={attempt.isPending}>
        {attempt.isPending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
};

export const LoginPage = () => {
  usePageTitle('Sign in');
  return (
    <main className="login">
      <p className="login-brand">
        <Icon name="paw" />
        Pawprint
      </p>
      <LoginForm />
      <p className="dim login-hint">
        First time here? The first administrator’s e-mail and password were printed where this server was
        started. Everyone else gets an account from an administrator.
      </p>
    </main>
  );
};
