import { type Notification, targetOf } from '../model/notification.ts';

/** The page to which a notification leads. */
export const linkOfNotification = (notification: Notification, publicUrl: string): string => {
  const { jobId, query, extractor } = targetOf(notification);
  if (extractor !== null) return `${publicUrl}/extractors/${encodeURIComponent(extractor)}`;
  return jobId === null
    ? `${publicUrl}/jobs?q=${encodeURIComponent(query ?? '')}`
    : `${publicUrl}/jobs/${jobId}`;
};
