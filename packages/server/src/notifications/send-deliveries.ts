import { backoffMs } from '@pawprint/async';
import type { Instant } from '@pawprint/core';
import type { Mailer } from '../access/accounts/mailer.ts';
import type { HasRight } from '../access/rights.ts';
import { findUserCaller } from '../access/users.ts';
import { requireOperation } from '../jobs/operations/require-operation.ts';
import type { UserCaller } from '../model/caller.ts';
import type { Delivery, DeliveryAnswer } from '../model/delivery.ts';
import type { Notification } from '../model/notification.ts';
import { storableText } from '../model/storable.ts';
import type { Database } from '../store/database.ts';
import { claimDeliveries, recordAttempt, writeDeliveryBody } from '../store/notifications/deliveries.ts';
import { callWebhook } from './call-webhook.ts';
import { mailOf } from './mail-of-notification.ts';
import { webhookBody } from './webhook-body.ts';

export interface SendPorts {
  readonly db: Database;
  readonly hasRight: HasRight;
  /** Null where no mail server is configured. */
  readonly mailer: Mailer | null;
  /** The server's address for people. */
  readonly address: { readonly publicUrl: string };
  readonly webhookSecretOf: (webhookId: string) => string;
  /** Whether addresses of this machine and of private networks are called. */
  readonly allowPrivateWebhooks: boolean;
}

const AT_ONCE = 10;

/** Longer than an attempt takes. */
const CLAIMED_MS = 60_000;

/** Sends what is due. Several servers may do so at once: each delivery is tried by one of them. */
export const sendDeliveries = async (
  ports: SendPorts,
  now: Instant,
  stopped?: AbortSignal,
): Promise<void> => {
  while (stopped?.aborted !== true) {
    const due = await claimDeliveries(ports.db, { now, until: now + CLAIMED_MS, limit: AT_ONCE });
    await Promise.all(due.map((delivery) => attempt(ports, delivery, now)));
    if (due.length < AT_ONCE) return;
  }
};

/** After ten seconds first, and after four hours at last. */
const BACKOFF = { firstMs: 10_000, longestMs: 4 * 60 * 60 * 1_000 };

const GIVEN_UP_AFTER_MS = 24 * 60 * 60 * 1_000;

type Attempt = DeliveryAnswer & { readonly isTaken: boolean };

const attempt = async (ports: SendPorts, delivery: Delivery, now: Instant): Promise<void> => {
  const person = await findUserCaller(ports.db, delivery.notification.userId, now);
  if (person === undefined || !(await stillSees(ports, person, delivery.notification)))
    return recordAttempt(ports.db, delivery.id, NOT_SEEN, null);
  const answer = await send(ports, delivery, person, now);
  const nextAt = now + backoffMs(delivery.attempts, BACKOFF);
  const isOver = answer.isTaken || nextAt > delivery.createdAt + GIVEN_UP_AFTER_MS;
  await recordAttempt(
    ports.db,
    delivery.id,
    { ...answer, text: storableText(answer.text) },
    isOver ? null : nextAt,
  );
};

const NOT_SEEN: Attempt = {
  status: null,
  text: 'Not sent: what it is about is not visible to you any more.',
  isTaken: false,
};

const send = (ports: SendPorts, delivery: Delivery, person: UserCaller, now: Instant): Promise<Attempt> =>
  delivery.webhook === null
    ? sendMail(ports, delivery.notification, person)
    : sendToWebhook(ports, delivery, delivery.webhook, now);

const sendMail = async (
  { mailer, address }: SendPorts,
  notification: Notification,
  { email }: UserCaller,
): Promise<Attempt> => {
  const isTaken =
    mailer !== null && (await mailer.send({ to: email, ...mailOf(notification, address.publicUrl) }));
  return { status: null, text: isTaken ? '' : 'The mail server did not take it.', isTaken };
};

const sendToWebhook = async (
  { db, address, webhookSecretOf, allowPrivateWebhooks: allowPrivate }: SendPorts,
  delivery: Delivery,
  { id: webhookId, url }: NonNullable<Delivery['webhook']>,
  now: Instant,
): Promise<Attempt> => {
  const body = delivery.body ?? webhookBody(delivery.notification, address.publicUrl);
  if (delivery.body === null) await writeDeliveryBody(db, delivery.id, body);
  const call = { url, id: delivery.id, body, secret: webhookSecretOf(webhookId) };
  const answer = await callWebhook(call, { now, allowPrivate });
  const { status } = answer;
  return { ...answer, isTaken: status !== null && status >= 200 && status < 300 };
};

/** The rights may have changed since it was told. Of several jobs one stands for all. */
const stillSees = async (
  ports: SendPorts,
  person: UserCaller,
  { subject: { type, id }, jobIds }: Notification,
): Promise<boolean> => {
  const { hasRight } = ports;
  if (type === 'alert') return hasRight(person, 'administer', { type: 'instance' });
  if (type === 'operation') return !('refused' in (await requireOperation(ports, person, id)));
  if (type === 'extractor') return hasRight(person, 'see', { type, name: id });
  if (type === 'dataset') return hasRight(person, 'see', { type, id });
  return hasRight(person, 'see', { type: 'job', id: jobIds[0] ?? id });
};
