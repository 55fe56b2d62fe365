import type { Notification } from '../model/notification.ts';
import { notificationToWire } from '../wire/notification.ts';
import { linkOfNotification } from './link-of-notification.ts';

/** What a webhook is sent, in the shape that Standard Webhooks recommends. */
export const webhookBody = (notification: Notification, publicUrl: string): string => {
  const { read_at: _, ...data } = notificationToWire(notification);
  return JSON.stringify({
    type: 'notification',
    timestamp: data.changed_at,
    data: { ...data, link: linkOfNotification(notification, publicUrl) },
  });
};
