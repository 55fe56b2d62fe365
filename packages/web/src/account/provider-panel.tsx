import { Button } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSearch } from '@tanstack/react-router';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import { Panel, PanelHead, PanelNote } from '../design/panel.tsx';
import { signInOptionsQuery } from '../session/links.ts';
import { explainProviderError, openProvider } from '../session/sign-in.ts';
import { endConnection, findConnection } from './auth-api.ts';

/** Nothing where no identity provider is configured. */
export const ProviderPanel = () => {
  const name = useQuery(signInOptionsQuery).data?.oidc?.name;
  return name === undefined ? null : <ConnectionPanel provider={name} />;
};

const ConnectionPanel = ({ provider }: { readonly provider: string }) => {
  const { error } = useSearch({ strict: false });
  const connection = useQuery({ queryKey: keys.connection, queryFn: findConnection });
  const connect = useMutation({ mutationFn: () => openProvider('connectOidc', '/account') });
  const disconnect = useDisconnect();
  const id = connection.data;
  const failure = connection.error ?? connect.error ?? disconnect.error;
  return (
    <Panel aria-labelledby="provider-head">
      <PanelHead style={{ justifyContent: 'space-between' }}>
        <h2 id="provider-head">{provider}</h2>
        {id === null ? (
          <Button onClick={() => connect.mutate()} aria-disabled={connect.isPending}>
            Connect
          </Button>
        ) : null}
        {id ? (
          <Button onClick={() => disconnect.mutate(id)} aria-disabled={disconnect.isPending}>
            Disconnect
          </Button>
        ) : null}
      </PanelHead>
      {failure ? <ErrorMessage>{explain(failure)}</ErrorMessage> : null}
      {error && id === null ? <ErrorMessage>{explainProviderError(error, provider)}</ErrorMessage> : null}
      <PanelNote>
        {id
          ? `You can sign in with your account of ${provider}.`
          : `Connect your account of ${provider} to sign in with it, too.`}
      </PanelNote>
    </Panel>
  );
};

const useDisconnect = () => {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: endConnection,
    onSuccess: () => queries.invalidateQueries({ queryKey: keys.connection }),
  });
};
