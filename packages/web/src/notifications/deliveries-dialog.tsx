import { Button, Modal } from '@mantine/core';
import type { Delivery, Webhook } from '@pawprint/protocol';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { callRoute } from '../api/client.ts';
import { explain } from '../api/explain.ts';
import { keys } from '../api/query-keys.ts';
import { countOf } from '../design/count.ts';
import { ErrorMessage } from '../design/error-message.tsx';
import layout from '../design/layout.module.css';
import text from '../design/text.module.css';
import { Time } from '../design/time.tsx';
import styles from './tell-me-dialog.module.css';

interface DeliveriesDialogProps {
  readonly webhook: Webhook;
  readonly opened: boolean;
  readonly onClose: () => void;
}

/** What a webhook was sent, and what it answered. */
export const DeliveriesDialog = ({ webhook, opened, onClose }: DeliveriesDialogProps) => (
  <Modal opened={opened} onClose={onClose} title={`Deliveries to ${webhook.name}`}>
    <Deliveries webhookId={webhook.id} />
  </Modal>
);

const REFRESH_MS = 5_000;

const Deliveries = ({ webhookId }: { readonly webhookId: string }) => {
  const { data, error } = useQuery({
    queryKey: [...keys.webhooks, webhookId],
    queryFn: ({ signal }) => callRoute('listDeliveries', { params: { id: webhookId }, signal }),
    refetchInterval: REFRESH_MS,
  });
  if (error) return <ErrorMessage>The deliveries could not be read. {explain(error)}</ErrorMessage>;
  if (!data) return <p>Loading…</p>;
  if (data.items.length === 0)
    return (
      <p className={text.dimmed}>None yet. Choose the webhook where you say what you want to be told of.</p>
    );
  return (
    <ul className={styles.deliveries} aria-label="Deliveries">
      {data.items.map((delivery) => (
        <li key={delivery.id}>
          <DeliveryItem webhookId={webhookId} delivery={delivery} />
        </li>
      ))}
    </ul>
  );
};

const STATES: Readonly<Record<Delivery['state'], string>> = {
  waiting: 'Waiting',
  delivered: 'Delivered',
  failed: 'Given up',
};

interface DeliveryItemProps {
  readonly webhookId: string;
  readonly delivery: Delivery;
}

const DeliveryItem = ({ webhookId, delivery }: DeliveryItemProps) => {
  const queries = useQueryClient();
  const resending = useMutation({
    mutationFn: () => callRoute('resendDelivery', { params: { id: webhookId, delivery_id: delivery.id } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: [...keys.webhooks, webhookId] }),
  });
  const { title, state, attempts, tried_at, next_at, answer_status, answer } = delivery;
  return (
    <div className={layout.stack}>
      <div>
        <span className={text.bold}>{title}</span>
        <div className={text.dimmed}>
          {STATES[state]}, {countOf(attempts, 'attempt')}
          {tried_at ? (
            <>
              , last <Time at={tried_at} inSentence />
            </>
          ) : null}
          {next_at && attempts > 0 ? (
            <>
              , again <Time at={next_at} inSentence />
            </>
          ) : null}
        </div>
        {answer_status !== null || answer ? (
          <div className={styles.answer}>
            {answer_status ?? ''} {answer ?? ''}
          </div>
        ) : null}
      </div>
      <div>
        <Button size="xs" onClick={() => resending.mutate()} aria-disabled={resending.isPending}>
          Send again
        </Button>
      </div>
      {resending.isError ? <ErrorMessage>{explain(resending.error)}</ErrorMessage> : null}
    </div>
  );
};
