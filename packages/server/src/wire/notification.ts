import type { Notification as WireNotification, Watch as WireWatch } from '@pawprint/protocol';
import { type Notification, targetOf, titleOf } from '../model/notification.ts';
import type { Watch } from '../model/watch.ts';
import { time, timeOrNull } from './time.ts';

export const watchToWire = ({ id, subject, outcomes, channels, createdAt }: Watch): WireWatch => ({
  id,
  subject,
  outcomes: [...outcomes],
  mail: channels.mail,
  webhook_id: channels.webhookId,
  created_at: time(createdAt),
});

export const notificationToWire = (notification: Notification): WireNotification => {
  const {
    SUCCEEDED = 0,
    SKIPPED = 0,
    FAILED = 0,
    LOST = 0,
    CANCELLED = 0,
    STALLED = 0,
  } = notification.counts;
  const { jobId, query, extractor } = targetOf(notification);
  return {
    id: notification.id,
    watch_id: notification.watchId,
    subject: notification.subject,
    title: titleOf(notification),
    text: notification.reason,
    counts: {
      done: SUCCEEDED,
      skipped: SKIPPED,
      failed: FAILED,
      lost: LOST,
      cancelled: CANCELLED,
      stuck: STALLED,
    },
    is_over: notification.isOver,
    target: { job_id: jobId, query, extractor },
    created_at: time(notification.createdAt),
    changed_at: time(notification.changedAt),
    read_at: timeOrNull(notification.readAt),
  };
};
