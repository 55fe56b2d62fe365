import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { Entrance, EntranceForm, NewPasswordField } from './entrance.tsx';
import { LinkOver, LoadingEntrance } from './link-over.tsx';
import { explainEntrance, isLinkOver, passwordLinkQuery } from './links.ts';
import { useEnter } from './use-enter.ts';

/** Who opens a link for a new password chooses one, and is then signed in. */
export const ChoosePassword = ({ token }: { readonly token: string }) => {
  const { data: person, error } = useQuery(passwordLinkQuery(token));
  const reset = useReset(token);
  const [password, setPassword] = useState('');
  if (isLinkOver(reset.error)) return <LinkOver message={reset.error.message} />;
  if (!person) return error ? <LinkOver message={explainEntrance(error) ?? ''} /> : <LoadingEntrance />;
  return (
    <Entrance>
      <EntranceForm
        title="Choose a new password"
        error={explainEntrance(reset.error)}
        act={['Set the password', 'Setting…']}
        acting={reset.isPending}
        onSubmit={() => reset.mutate(password)}
      >
        <p>
          For <b>{person.email}</b>. You are signed out wherever you are signed in now.
        </p>
        <NewPasswordField focused value={password} onChange={setPassword} />
      </EntranceForm>
    </Entrance>
  );
};

const useReset = (token: string) => {
  const enter = useEnter();
  return useMutation({
    mutationFn: async (password: string) => {
      const { email } = await callRoute('resetPassword', { body: { token, password } });
      await enter({ email, password });
    },
  });
};
