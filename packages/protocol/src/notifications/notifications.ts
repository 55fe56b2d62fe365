import { z } from 'zod';
import { flag, Id, limit, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { WatchSubject } from './watches.ts';

const Count = z.number().int().nonnegative();

/** What a notification is about. */
export const NotificationSubject = WatchSubject.extend({
  type: z.enum(['job', 'jobs', 'dataset', 'extractor', 'operation', 'alert']),
  id: z.string().meta({
    description:
      'of the job, dataset or operation; the name of the extractor; of several jobs the id of the watch; of an alert that of its rule',
  }),
}).meta({ id: 'NotificationSubject' });
export type NotificationSubject = z.infer<typeof NotificationSubject>;

/** Something that a person was told. Many jobs are one notification. */
export const Notification = z
  .object({
    id: Id,
    watch_id: Id.nullable().meta({ description: 'null: the watch was removed' }),
    subject: NotificationSubject,
    title: z.string().meta({ examples: ['Soil cores: 9,988 done, 12 failed'] }),
    text: z.string().nullable().meta({ description: 'the error or reason of one of the jobs' }),
    counts: z.object({
      done: Count,
      skipped: Count,
      failed: Count,
      lost: Count,
      cancelled: Count,
      stuck: Count,
    }),
    is_over: z.boolean().meta({
      description: 'no watched job is left that has not ended; of an operation or an alert, it is over',
    }),
    target: z
      .object({
        job_id: Id.nullable(),
        query: z.string().nullable().meta({ description: 'lists the jobs; null where it is about one' }),
        extractor: z.string().nullable().meta({ description: 'instead of jobs, the page of an extractor' }),
      })
      .meta({ description: 'where it leads' }),
    created_at: Time,
    changed_at: Time,
    read_at: Time.nullable(),
  })
  .meta({ id: 'Notification' });
export type Notification = z.infer<typeof Notification>;

const Unread = Count.meta({ description: 'how many are not read; 100 stands for more' });

export const notificationContracts = {
  listNotifications: {
    tag: 'notifications',
    summary: 'List your notifications, last changed first',
    query: z.object({
      limit: limit(100, 20),
      cursor: z.string().max(64).optional().meta({ description: '`next` of the page before' }),
      unread: flag('false').meta({ description: 'only those that are not read' }),
    }),
    answer: z.object({ items: z.array(Notification), unread: Unread, next: z.string().nullable() }),
  },
  readNotifications: {
    tag: 'notifications',
    summary: 'Mark notifications as read',
    body: z.object({
      ids: z.array(Id).min(1).max(1_000).optional().meta({ description: 'default: all' }),
    }),
    answer: z.object({ unread: Unread }),
  },
} satisfies RouteContracts;
