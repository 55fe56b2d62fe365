import type { Mail } from '../access/accounts/mailer.ts';
import { type Notification, titleOf } from '../model/notification.ts';
import { linkOfNotification } from './link-of-notification.ts';

/** Plain text, with a link to the jobs and one to end the mails. */
export const mailOf = (notification: Notification, publicUrl: string): Omit<Mail, 'to'> => {
  const { isOver, reason, subject, watchId } = notification;
  const title = titleOf(notification);
  const lines = [
    `${title}.`,
    ...(isOver && ABOUT_JOBS.includes(subject.type) ? ['All of the jobs are over.'] : []),
    ...(reason === null ? [] : ['', reason]),
    '',
    linkOfNotification(notification, publicUrl),
    '',
    'You asked to be told of this. To stop these mails:',
    subject.type === 'alert'
      ? `${publicUrl}/admin/alerts`
      : `${publicUrl}/account#${watchId === null ? 'watches-head' : `watch-${watchId}`}`,
  ];
  return { subject: oneLine(title), text: `${lines.join('\n')}\n` };
};

const ABOUT_JOBS: readonly Notification['subject']['type'][] = ['jobs', 'dataset', 'extractor'];

/** Names come from people and extractors. */
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').slice(0, 200);
