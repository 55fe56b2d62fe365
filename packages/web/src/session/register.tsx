import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { isSignedOut } from '../api/explain.ts';
import {
  EmailField,
  Entrance,
  EntranceForm,
  EntranceNote,
  NameField,
  NewPasswordField,
} from './entrance.tsx';
import { LoadingEntrance, SignInLink } from './link-over.tsx';
import { explainEntrance, signInOptionsQuery } from './links.ts';
import { useEnter } from './use-enter.ts';

/** People make themselves an account, where the server allows it: by a link in a mail, or at once. */
export const Register = () => {
  const { data: options, error } = useQuery(signInOptionsQuery);
  if (error) return <NotHere message={explainEntrance(error) ?? ''} />;
  switch (options?.registration) {
    case 'by_mail':
      return <RegisterByMail />;
    case 'at_once':
      return <RegisterAtOnce />;
    case 'off':
      return <NotHere message="Accounts on this server are by invitation. Ask an administrator." />;
    case undefined:
      return <LoadingEntrance />;
  }
};

const TITLE = 'Create an account';

const NotHere = ({ message }: { readonly message: string }) => (
  <Entrance>
    <EntranceNote title={TITLE} links={<SignInLink />}>
      <p>{message}</p>
    </EntranceNote>
  </Entrance>
);

const RegisterByMail = () => {
  const [email, setEmail] = useState('');
  const registration = useMutation({
    mutationFn: (address: string) => callRoute('register', { body: { email: address } }),
  });
  if (registration.isSuccess)
    return (
      <Entrance>
        <EntranceNote title="Check your mail" links={<SignInLink />}>
          <p>
            A mail to <b>{registration.variables}</b> is on its way, with a link to create the account. It
            works for a day.
          </p>
        </EntranceNote>
      </Entrance>
    );
  return (
    <Entrance>
      <EntranceForm
        title={TITLE}
        error={explainEntrance(registration.error)}
        act={['Send a link', 'Sending…']}
        acting={registration.isPending}
        onSubmit={() => registration.mutate(email.trim())}
        links={<SignInLink />}
      >
        <p>You get a mail with a link to create the account.</p>
        <EmailField focused autoComplete="email" value={email} onChange={setEmail} />
      </EntranceForm>
    </Entrance>
  );
};

const NOTHING = { email: '', name: '', password: '' };
type Draft = typeof NOTHING;

const RegisterAtOnce = () => {
  const [draft, setDraft] = useState(NOTHING);
  const registration = useRegisterAtOnce();
  return (
    <Entrance hint="Your name and your e-mail are seen by other people on this server.">
      <EntranceForm
        title={TITLE}
        error={explainRegistration(registration.error)}
        act={['Create the account', 'Creating…']}
        acting={registration.isPending}
        onSubmit={() => registration.mutate({ ...draft, email: draft.email.trim(), name: draft.name.trim() })}
        links={<SignInLink />}
      >
        <EmailField
          focused
          autoComplete="email"
          value={draft.email}
          onChange={(email) => setDraft({ ...draft, email })}
        />
        <NameField value={draft.name} onChange={(name) => setDraft({ ...draft, name })} />
        <NewPasswordField value={draft.password} onChange={(password) => setDraft({ ...draft, password })} />
      </EntranceForm>
    </Entrance>
  );
};

const useRegisterAtOnce = () => {
  const enter = useEnter();
  return useMutation({
    mutationFn: async (draft: Draft) => {
      await callRoute('register', { body: draft });
      await enter(draft);
    },
  });
};

/** The server does not say whether the e-mail has an account already, but then the sign-in fails. */
const explainRegistration = (error: unknown): string | null =>
  isSignedOut(error)
    ? 'You were not signed in. If you had an account before, use its password, or ask an administrator for a new one.'
    : explainEntrance(error);
