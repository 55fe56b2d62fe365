import { Button, PasswordInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { explain } from '../api/explain.ts';
import text from '../design/text.module.css';
import { EmailField, Entrance, EntranceForm } from '../session/entrance.tsx';
import { signInOptionsQuery } from '../session/links.ts';
import {
  type Credentials,
  chooseReturnPath,
  explainProviderError,
  explainSignInError,
  openProvider,
} from '../session/sign-in.ts';
import { useEnter } from '../session/use-enter.ts';
import { usePageTitle } from '../shell/use-page-title.ts';

export const LoginPage = () => {
  usePageTitle('Sign in');
  const { data: options } = useQuery(signInOptionsQuery);
  return (
    <main>
      <Entrance
        hint={
          <>
            First time here? The first administrator’s e-mail and password were printed where this server was
            started.{' '}
            {options?.registration === 'off' ? 'Everyone else gets an account from an administrator.' : null}
          </>
        }
      >
        <LoginForm />
      </Entrance>
    </main>
  );
};

export const LoginForm = () => {
  const attempt = useSignIn();
  const provider = useProviderSignIn();
  const [credentials, setCredentials] = useState<Credentials>({ email: '', password: '' });
  return (
    <EntranceForm
      title="Sign in"
      error={attempt.isError ? explainSignInError(attempt.error) : provider.problem}
      act={['Sign in', 'Signing in…']}
      acting={attempt.isPending}
      onSubmit={() => attempt.mutate(credentials)}
      alternative={
        provider.name === undefined ? null : (
          <Button fullWidth onClick={provider.start} aria-disabled={provider.isStarting}>
            Sign in with {provider.name}
          </Button>
        )
      }
      links={<OtherWays />}
    >
      <EmailField
        focused
        value={credentials.email}
        onChange={(email) => setCredentials({ ...credentials, email })}
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
    </EntranceForm>
  );
};

/** Sign-in with the account of an organisation, where one is configured. */
const useProviderSignIn = () => {
  const options = useQuery(signInOptionsQuery);
  const { back, error } = useSearch({ strict: false });
  const start = useMutation({ mutationFn: () => openProvider('startOidcSignIn', chooseReturnPath(back)) });
  const name = options.data?.oidc?.name;
  const failure =
    error && !options.isPending ? explainProviderError(error, name ?? 'the identity provider') : null;
  return {
    name,
    start: () => start.mutate(),
    isStarting: start.isPending,
    problem: start.isError ? explain(start.error) : failure,
  };
};

const OtherWays = () => {
  const { data: options } = useQuery(signInOptionsQuery);
  return (
    <>
      <Link to="/forgot-password" className={text.link}>
        Forgot your password?
      </Link>
      {options && options.registration !== 'off' ? (
        <Link to="/register" className={text.link}>
          Create an account
        </Link>
      ) : null}
    </>
  );
};

const useSignIn = () => {
  const enter = useEnter();
  const { back } = useSearch({ strict: false });
  return useMutation({ mutationFn: (credentials: Credentials) => enter(credentials, back) });
};
