import { isIP } from 'node:net';
import type { Delivery as WireDelivery, Webhook as WireWebhook } from '@pawprint/protocol';
import { v7 } from 'uuid';
import type { UserCaller } from '../../model/caller.ts';
import type { Delivery, Webhook } from '../../model/delivery.ts';
import { titleOf } from '../../model/notification.ts';
import { type Refusal, refuse } from '../../model/refusal.ts';
import { storableText } from '../../model/storable.ts';
import { isPublicAddress } from '../../notifications/public-address.ts';
import type { Database } from '../../store/database.ts';
import { findDelivery, listDeliveries, restartDelivery } from '../../store/notifications/deliveries.ts';
import {
  findWebhook,
  insertWebhook,
  listWebhooks,
  lockWebhookCount,
  removeWebhook,
} from '../../store/notifications/webhooks.ts';
import { time, timeOrNull } from '../../wire/time.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';

export type WebhookRouteName =
  | 'listWebhooks'
  | 'createWebhook'
  | 'deleteWebhook'
  | 'listDeliveries'
  | 'resendDelivery';

export interface WebhookPorts {
  readonly db: Database;
  readonly now: () => number;
  readonly webhookSecretOf: (webhookId: string) => string;
  readonly allowPrivateWebhooks: boolean;
}

const NO_WEBHOOK = refuse('not_found', 'There is no such webhook.');

const MOST_LISTED = 50;

export const webhookHandlers = (ports: WebhookPorts): Handlers<WebhookRouteName> => ({
  listWebhooks: async ({ caller }) =>
    ok({ items: (await listWebhooks(ports.db, caller.id)).map(webhookToWire) }),
  createWebhook: async ({ caller, body }) => {
    const webhook = await createWebhook(ports, caller, body);
    if ('refused' in webhook) return webhook;
    return ok({ ...webhookToWire(webhook), secret: ports.webhookSecretOf(webhook.id) });
  },
  deleteWebhook: async ({ caller, params: { id } }) => {
    const webhook = await findWebhook(ports.db, caller.id, id);
    if (!webhook) return NO_WEBHOOK;
    await removeWebhook(ports.db, webhook.id);
    return ok({ status: 'success' });
  },
  listDeliveries: async ({ caller, params: { id } }) => {
    const webhook = await findWebhook(ports.db, caller.id, id);
    if (!webhook) return NO_WEBHOOK;
    return ok({ items: (await listDeliveries(ports.db, webhook.id, MOST_LISTED)).map(deliveryToWire) });
  },
  resendDelivery: async ({ caller, params: { id, delivery_id } }) => {
    const webhook = await findWebhook(ports.db, caller.id, id);
    const delivery = webhook && (await findDelivery(ports.db, webhook.id, delivery_id));
    if (!delivery) return refuse('not_found', 'There is no such delivery.');
    await restartDelivery(ports.db, delivery.id, ports.now());
    const restarted = (await findDelivery(ports.db, id, delivery_id)) ?? delivery;
    return ok(deliveryToWire(restarted));
  },
});

const MOST_OF_PERSON = 20;

const TOO_MANY = refuse('conflict', `You have ${MOST_OF_PERSON} webhooks. Remove one to add another.`);

const createWebhook = async (
  { db, now, allowPrivateWebhooks }: WebhookPorts,
  by: UserCaller,
  { name, url }: HandlerRequest<'createWebhook'>['body'],
): Promise<Webhook | Refusal> => {
  const refusal = refusalOfUrl(url, allowPrivateWebhooks);
  if (refusal) return refusal;
  const at = now();
  const webhook = { id: v7({ msecs: at }), userId: by.id, name: storableText(name), url, createdAt: at };
  return db.transaction().execute(async (trx) => {
    if ((await lockWebhookCount(trx, by.id)) >= MOST_OF_PERSON) return TOO_MANY;
    await insertWebhook(trx, webhook);
    return webhook;
  });
};

/** A name is looked up again each time that it is called. */
const refusalOfUrl = (text: string, allowPrivate: boolean): Refusal | undefined => {
  const { username, password, hostname } = new URL(text);
  if (username !== '' || password !== '')
    return refuse(
      'bad_request',
      'The address has a user or a password in it. The signature stands for both.',
    );
  const host = hostname.replace(/^\[|\]$/g, '');
  const isHidden =
    host === 'localhost' || host.endsWith('.localhost') || (isIP(host) !== 0 && !isPublicAddress(host));
  if (isHidden && !allowPrivate)
    return refuse(
      'bad_request',
      'This server calls no addresses of its own machine and of private networks. An operator can allow it by PAWPRINT_WEBHOOK_PRIVATE.',
    );
  return undefined;
};

const webhookToWire = ({ id, name, url, createdAt }: Webhook): WireWebhook => ({
  id,
  name,
  url,
  created_at: time(createdAt),
});

const deliveryToWire = (delivery: Delivery): WireDelivery => ({
  id: delivery.id,
  title: titleOf(delivery.notification),
  state: delivery.state,
  attempts: delivery.attempts,
  created_at: time(delivery.createdAt),
  tried_at: timeOrNull(delivery.triedAt),
  next_at: timeOrNull(delivery.nextAt),
  answer_status: delivery.answer?.status ?? null,
  answer: delivery.answer?.text ?? null,
});
