import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { EmailField, Entrance, EntranceForm, EntranceNote } from './entrance.tsx';
import { LoadingEntrance, SignInLink } from './link-over.tsx';
import { explainEntrance, signInOptionsQuery } from './links.ts';

/** Who has forgotten the password asks for a link; without a mail server, an administrator makes one. */
export const RequestPassword = () => {
  const { data: options, error } = useQuery(signInOptionsQuery);
  const request = useMutation({
    mutationFn: (email: string) => callRoute('requestPasswordReset', { body: { email } }),
  });
  const [email, setEmail] = useState('');
  if (!options && !error) return <LoadingEntrance />;
  if (options && !options.mail) return <AskAdministrator />;
  if (request.isSuccess) return <MailSent email={request.variables} />;
  return (
    <Entrance>
      <EntranceForm
        title="Forgot your password?"
        error={explainEntrance(request.error)}
        act={['Send a link', 'Sending…']}
        acting={request.isPending}
        onSubmit={() => request.mutate(email.trim())}
        links={<SignInLink />}
      >
        <p>You get a mail with a link to choose a new one.</p>
        <EmailField focused value={email} onChange={setEmail} />
      </EntranceForm>
    </Entrance>
  );
};

const AskAdministrator = () => (
  <Entrance>
    <EntranceNote title="Forgot your password?" links={<SignInLink />}>
      <p>This server sends no mail. Ask an administrator for a link to choose a new password.</p>
    </EntranceNote>
  </Entrance>
);

const MailSent = ({ email }: { readonly email: string }) => (
  <Entrance>
    <EntranceNote title="Check your mail" links={<SignInLink />}>
      <p>
        If <b>{email}</b> has an account here, a link to choose a new password is on its way. It works for an
        hour. If nothing comes, look among unwanted mail, or ask an administrator.
      </p>
    </EntranceNote>
  </Entrance>
);
