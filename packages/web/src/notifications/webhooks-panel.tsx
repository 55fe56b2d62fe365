import { Button, VisuallyHidden } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { Webhook } from '@pawprint/protocol';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { ConfirmDialog } from '../design/confirm-dialog.tsx';
import { Cell, DataTable, HeadCell } from '../design/data-table.tsx';
import { EmptyState } from '../design/empty-state.tsx';
import { ErrorMessage } from '../design/error-message.tsx';
import { Icon } from '../design/icon.tsx';
import { LoadingRows } from '../design/loading-rows.tsx';
import { onDemand } from '../design/on-demand.tsx';
import { Panel, PanelHead } from '../design/panel.tsx';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import { useWatchChange } from './use-watch-change.ts';
import { webhooksQuery } from './watch-queries.ts';

const CreateWebhookDialog = onDemand(
  async () => (await import('./create-webhook-dialog.tsx')).CreateWebhookDialog,
);
const DeliveriesDialog = onDemand(async () => (await import('./deliveries-dialog.tsx')).DeliveriesDialog);

/** Addresses that are called with what the person is told, on the page of their account. */
export const WebhooksPanel = () => {
  const { data, isPending, isError, error } = useQuery(webhooksQuery);
  const [isCreating, creation] = useDisclosure(false);
  const create = (
    <Button leftSection={<Icon name="plus" />} onClick={creation.open}>
      New webhook
    </Button>
  );
  return (
    <Panel aria-labelledby="webhooks-head">
      <PanelHead style={{ justifyContent: 'space-between' }}>
        <h2 id="webhooks-head">Webhooks</h2>
        {data?.length ? create : null}
      </PanelHead>
      {isPending ? <LoadingRows what="webhooks" rows={1} /> : null}
      {isError ? <ErrorMessage>The webhooks could not be read. {explain(error)}</ErrorMessage> : null}
      {data?.length === 0 ? (
        <EmptyState icon="link" title="No webhooks" action={create}>
          A webhook is an address of yours that is called with what you are told.
        </EmptyState>
      ) : null}
      {data?.length ? <WebhookTable items={data} /> : null}
      <CreateWebhookDialog opened={isCreating} onClose={creation.close} />
    </Panel>
  );
};

const WebhookTable = ({ items }: { readonly items: readonly Webhook[] }) => {
  const [removing, setRemoving] = useState<Webhook>();
  const [shown, setShown] = useState<Webhook>();
  return (
    <>
      <DataTable stacked>
        <thead>
          <tr>
            <HeadCell>Name</HeadCell>
            <HeadCell>Address</HeadCell>
            <HeadCell>Since</HeadCell>
            <HeadCell>
              <VisuallyHidden>Action</VisuallyHidden>
            </HeadCell>
          </tr>
        </thead>
        <tbody>
          {items.map((webhook) => (
            <tr key={webhook.id}>
              <Cell wholeLine>
                <span className={text.bold}>{webhook.name}</span>
              </Cell>
              <Cell wholeLine style={{ overflowWrap: 'anywhere' }}>
                {webhook.url}
              </Cell>
              <Cell head="Since">
                <Time at={webhook.created_at} />
              </Cell>
              <Cell toEnd>
                <Button
                  size="xs"
                  onClick={() => setShown(webhook)}
                  aria-label={`Deliveries to ${webhook.name}`}
                >
                  Deliveries
                </Button>{' '}
                <Button size="xs" onClick={() => setRemoving(webhook)} aria-label={`Remove ${webhook.name}`}>
                  Remove
                </Button>
              </Cell>
            </tr>
          ))}
        </tbody>
      </DataTable>
      {removing ? <RemoveDialog webhook={removing} onClose={() => setRemoving(undefined)} /> : null}
      {shown ? <DeliveriesDialog webhook={shown} opened onClose={() => setShown(undefined)} /> : null}
    </>
  );
};

const RemoveDialog = ({ webhook, onClose }: { readonly webhook: Webhook; readonly onClose: () => void }) => {
  const removal = useWatchChange(() => callRoute('deleteWebhook', { params: { id: webhook.id } }), onClose);
  return (
    <ConfirmDialog
      opened
      title={`Remove ${webhook.name}?`}
      act="Remove the webhook"
      onAct={() => removal.mutate()}
      onClose={onClose}
      acting={removal.isPending}
      actingWord="Removing…"
      error={removal.error}
      failure="It was not removed."
    >
      The address is called no more, and another webhook has another secret. What you are told of stays at the
      bell.
    </ConfirmDialog>
  );
};
