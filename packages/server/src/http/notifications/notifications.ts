import { validate } from 'uuid';
import type { Notification } from '../../model/notification.ts';
import { refuse } from '../../model/refusal.ts';
import { createWatch, type WatchChoice, type WatchPorts } from '../../notifications/create-watch.ts';
import {
  countUnread,
  listNotifications,
  readNotifications,
} from '../../store/notifications/notifications.ts';
import { listWatches, removeWatch } from '../../store/notifications/watches.ts';
import { notificationToWire, watchToWire } from '../../wire/notification.ts';
import { type Handler, type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { type AlertRulePorts, type AlertRuleRouteName, alertRuleHandlers } from './alert-rules.ts';
import { type WebhookPorts, type WebhookRouteName, webhookHandlers } from './webhooks.ts';

type NotificationRouteName =
  | WebhookRouteName
  | AlertRuleRouteName
  | 'listWatches'
  | 'createWatch'
  | 'deleteWatch'
  | 'listNotifications'
  | 'readNotifications';

export const notificationHandlers = (
  ports: WatchPorts & WebhookPorts & AlertRulePorts,
): Handlers<NotificationRouteName> => ({
  listWatches: async ({ caller }) =>
    ok({
      items: (await listWatches(ports.db, caller.id)).map(watchToWire),
      offers_mail: ports.offersMail,
    }),
  createWatch: async ({ caller, body }) => {
    const channels = { mail: body.mail, webhookId: body.webhook_id };
    const wishes = { outcomes: body.outcomes, channels };
    const watch = await createWatch(ports, caller, choiceOf(body), wishes);
    return 'refused' in watch ? watch : ok(watchToWire(watch));
  },
  deleteWatch: async ({ caller, params }) =>
    (await removeWatch(ports.db, caller.id, params.id, ports.now()))
      ? ok({ status: 'success' })
      : refuse('not_found', 'There is no such watch.'),
  ...webhookHandlers(ports),
  ...alertRuleHandlers(ports),
  listNotifications: listNotificationsHandler(ports),
  readNotifications: async ({ caller, body: { ids } }) => {
    await readNotifications(ports.db, caller.id, ids, ports.now());
    return ok({ unread: await countUnread(ports.db, caller.id, MOST_COUNTED) });
  },
});

/** The schema admits one of them. */
const choiceOf = (body: HandlerRequest<'createWatch'>['body']): WatchChoice => {
  if (body.dataset_id !== undefined) return { datasetId: body.dataset_id };
  if (body.extractor !== undefined) return { extractor: body.extractor };
  if (body.operation_id !== undefined) return { operationId: body.operation_id };
  if (body.watch_id !== undefined) return { watchId: body.watch_id };
  return body.query === undefined ? { jobIds: body.job_ids ?? [] } : { query: body.query };
};

const MOST_COUNTED = 100;

const listNotificationsHandler =
  ({ db }: WatchPorts): Handler<'listNotifications'> =>
  async ({ caller, query: { limit, cursor, unread } }) => {
    const after = cursor === undefined ? undefined : readCursor(cursor);
    if (cursor !== undefined && after === undefined)
      return refuse('bad_request', 'This is not a cursor of a list of notifications.');
    const onlyUnread = unread === 'true' || unread === '1';
    const found = await listNotifications(db, { userId: caller.id, onlyUnread, after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = found.length > limit ? items.at(-1) : undefined;
    return ok({
      items: items.map(notificationToWire),
      unread: await countUnread(db, caller.id, MOST_COUNTED),
      next: last ? `${last.id}.${last.changedAt}` : null,
    });
  };

/** Undefined if the text is no cursor. */
const readCursor = (text: string): Pick<Notification, 'id' | 'changedAt'> | undefined => {
  const [id = '', at = ''] = text.split('.');
  return validate(id) && /^\d{1,15}$/.test(at) ? { id, changedAt: Number(at) } : undefined;
};
