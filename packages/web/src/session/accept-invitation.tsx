import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { Entrance, EntranceForm, NameField, NewPasswordField } from './entrance.tsx';
import { LinkOver, LoadingEntrance } from './link-over.tsx';
import { explainEntrance, invitationQuery, isLinkOver } from './links.ts';
import { useEnter } from './use-enter.ts';

/** Who opens an invitation chooses a name and a password, and is then signed in. */
export const AcceptInvitation = ({ token }: { readonly token: string }) => {
  const { data: invited, error } = useQuery(invitationQuery(token));
  const acceptance = useAccept(token);
  const [typedName, setName] = useState<string>();
  const [password, setPassword] = useState('');
  if (isLinkOver(acceptance.error)) return <LinkOver message={acceptance.error.message} />;
  if (!invited) return error ? <LinkOver message={explainEntrance(error) ?? ''} /> : <LoadingEntrance />;
  const name = typedName ?? invited.name;
  return (
    <Entrance hint="Your name and your e-mail are seen by other people on this server.">
      <EntranceForm
        title="Create your account"
        error={explainEntrance(acceptance.error)}
        act={['Create the account', 'Creating…']}
        acting={acceptance.isPending}
        onSubmit={() => acceptance.mutate({ name: name.trim(), password })}
      >
        <p>
          {invited.invited_by === null ? 'Your account is for ' : `${invited.invited_by} invites you as `}
          <b>{invited.email}</b>.
        </p>
        <NameField focused value={name} onChange={setName} />
        <NewPasswordField value={password} onChange={setPassword} />
      </EntranceForm>
    </Entrance>
  );
};

const useAccept = (token: string) => {
  const enter = useEnter();
  return useMutation({
    mutationFn: async ({ name, password }: { readonly name: string; readonly password: string }) => {
      const { email } = await callRoute('acceptInvitation', { body: { token, name, password } });
      await enter({ email, password });
    },
  });
};
