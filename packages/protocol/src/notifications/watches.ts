import { z } from 'zod';
import { Id, IdParams, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

export const WATCH_OUTCOMES = ['done', 'failed', 'stuck'] as const;

const WatchOutcome = z.enum(WATCH_OUTCOMES).meta({
  description:
    'done: all of the jobs are over, in whatever way. failed: one of them failed or was lost. stuck: one of them stalls, which may also be waiting for an instance. Of an operation only its end is told',
});
export type WatchOutcome = z.infer<typeof WatchOutcome>;

/** What is watched, or what a notification is about. */
export const WatchSubject = z
  .object({
    type: z.enum(['job', 'jobs', 'dataset', 'extractor', 'operation']),
    id: z.string().meta({
      description:
        'of the job, dataset or operation; the name of the extractor; of several jobs the id of the watch',
    }),
    name: z.string(),
  })
  .meta({ id: 'WatchSubject' });
export type WatchSubject = z.infer<typeof WatchSubject>;

export const Watch = z
  .object({
    id: Id,
    subject: WatchSubject,
    outcomes: z.array(WatchOutcome),
    mail: z.boolean().meta({ description: 'also by mail' }),
    webhook_id: Id.nullable().meta({ description: 'also by this webhook' }),
    created_at: Time,
  })
  .meta({ id: 'Watch' });
export type Watch = z.infer<typeof Watch>;

const SUBJECTS = ['job_ids', 'query', 'dataset_id', 'extractor', 'operation_id', 'watch_id'] as const;

export const watchContracts = {
  listWatches: {
    tag: 'notifications',
    summary: 'List what you are told of, newest first',
    answer: z.object({
      items: z.array(Watch),
      offers_mail: z.boolean().meta({ description: 'this server sends mails' }),
    }),
  },
  createWatch: {
    tag: 'notifications',
    summary:
      'Be told of jobs or of an operation, or change what you are told of the same dataset, extractor or job',
    body: z
      .object({
        job_ids: z
          .array(Id)
          .min(1)
          .max(10_000)
          .optional()
          .meta({ description: 'the watch is over once all of these are' }),
        query: z
          .string()
          .max(2_000)
          .optional()
          .meta({ description: 'all jobs that match now, 10,000 at most; as the list of jobs takes it' }),
        dataset_id: Id.optional().meta({ description: 'all jobs on it and on its files, also later ones' }),
        extractor: z
          .string()
          .min(1)
          .max(200)
          .optional()
          .meta({ description: 'all of its jobs that you see, also later ones' }),
        operation_id: Id.optional().meta({ description: 'that it has ended, finished or stopped' }),
        watch_id: Id.optional().meta({
          description: 'the jobs of a watch of several jobs that you have removed, or that is over',
        }),
        outcomes: z.array(WatchOutcome).min(1).max(WATCH_OUTCOMES.length),
        mail: z.boolean().default(false).meta({ description: 'also by mail' }),
        webhook_id: Id.nullable().default(null).meta({ description: 'also by this webhook of yours' }),
      })
      .refine(
        (body) => SUBJECTS.filter((name) => body[name] !== undefined).length === 1,
        `Give one of ${SUBJECTS.map((name) => `\`${name}\``).join(', ')}.`,
      ),
    status: 201,
    answer: Watch,
  },
  deleteWatch: {
    tag: 'notifications',
    summary: 'No longer be told of something',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
