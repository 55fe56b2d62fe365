import { Button, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ApiKey } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { client } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { CreateKeyDialog, SCOPES } from './create-key-dialog.tsx';
import { apiKeysQuery } from './keys-query.ts';

export const KeysPanel = () => {
  const query = useQuery(apiKeysQuery);
  const [isCreating, creation] = useDisclosure(false);
  const create = (
    <Button leftSection={<Icon name="plus" />} onClick={creation.open}>
      New key
    </Button>
  );
  return (
    <Panel aria-labelledby="keys-head">
      <PanelHead style={{ justifyContent: 'space-between' }}>
        <h2 id="keys-head">Keys</h2>
        {query.data?.length ? create : null}
      </PanelHead>
      {query.isPending ? <LoadingRows what="keys" rows={2} /> : null}
      {query.isError ? <ErrorMessage>The keys could not be read. {explain(query.error)}</ErrorMessage> : null}
      {query.data?.length === 0 ? (
        <EmptyState icon="link" title="No keys" action={create}>
          A key lets a script or an extractor act for you without your password.
        </EmptyState>
      ) : null}
      {query.data?.length ? <KeyTable items={query.data} /> : null}
      <CreateKeyDialog opened={isCreating} onClose={creation.close} />
    </Panel>
  );
};

const KeyTable = ({ items }: { readonly items: readonly ApiKey[] }) => {
  const [revoking, setRevoking] = useState<ApiKey>();
  return (
    <>
      <DataTable stacked>
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Can</HeadCell>
            <HeadCell>Last used</HeadCell>
            <HeadCell>Expires</HeadCell>
            <HeadCell>
              <VisuallyHidden>Action</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {items.map((key) => (
            <KeyRow key={key.id} item={key} onRevoke={() => setRevoking(key)} />
          ))}
        </tbody>
      </DataTable>
      {revoking ? <RevokeDialog item={revoking} onClose={() => setRevoking(undefined)} /> : null}
    </>
  );
};

const KeyRow = ({ item, onRevoke }: { readonly item: ApiKey; readonly onRevoke: () => void }) => (
  <tr>
    <Cell wholeLine>
      <span className={text.bold}>{item.name}</span>{' '}
      {item.start ? <span className={text.version}>{item.start}…</span> : null}
    </Cell>
    <Cell wholeLine>{describeScopes(item.scopes)}</Cell>
    <Cell head="Last used">{item.last_used_at ? <Time at={item.last_used_at} /> : 'never'}</Cell>
    <Cell head="Expires">{item.expires_at ? <Time at={item.expires_at} /> : 'never'}</Cell>
    <Cell toEnd>
      <Button size="xs" onClick={onRevoke} aria-label={`Revoke ${item.name}`}>
        Revoke
      </Button>
    </Cell>
  </tr>
);

/** "everything that you can", "see data, submit and cancel jobs". */
const describeScopes = (scopes: ApiKey['scopes']): string =>
  scopes === null
    ? 'everything that you can'
    : SCOPES.filter(({ scope }) => scopes.includes(scope))
        .map(({ short }) => short)
        .join(', ');

const RevokeDialog = ({ item, onClose }: { readonly item: ApiKey; readonly onClose: () => void }) => {
  const queries = useQueryClient();
  const revocation = useMutation({
    mutationFn: () => client.call('revokeKey', { params: { id: item.id } }),
    onSuccess: async () => {
      onClose();
      await queries.invalidateQueries({ queryKey: keys.apiKeys });
    },
  });
  return (
    <ConfirmDialog
      opened
      title={`Revoke ${item.name}?`}
      act="Revoke the key"
      onAct={() => revocation.mutate()}
      onClose={onClose}
      acting={revocation.isPending}
      actingWord="Revoking…"
      error={revocation.error}
      failure="It was not revoked."
    >
      Scripts and extractors that use this key will be refused. This cannot be undone.
    </ConfirmDialog>
  );
};
