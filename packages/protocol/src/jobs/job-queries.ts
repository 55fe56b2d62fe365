import { EVENT_GROUPS, EVENT_KINDS } from '@pawprint/core';
import { z } from 'zod';
import { Id, IdParams, limit, repeatable, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Event, Extractions, Job, JobFlag, JobOutput, JobState, JobWithAttempts, Trigger } from './job.ts';

export const JOB_SORTS = ['-submitted_at', 'submitted_at', '-last_event_at', '-elapsed_ms'] as const;

export const JobFilterQuery = z.object({
  resource_id: Id.optional(),
  dataset_id: Id.optional(),
  extractor: z.string().optional(),
  version: z.string().optional(),
  state: repeatable(JobState),
  flag: JobFlag.optional(),
  submitted_by: Id.optional().meta({ description: 'a user id, or `me`' }),
  trigger: Trigger.optional(),
  since: z.iso.datetime({ offset: true }).optional(),
  until: z.iso.datetime({ offset: true }).optional(),
  min_elapsed_ms: z.coerce.number().int().nonnegative().optional(),
  q: z.string().max(200).optional().meta({ description: 'text of the latest message or error' }),
  query: z.string().trim().min(1).max(2_000).optional().meta({
    description:
      'conditions as the page of jobs takes them, such as `state:failed since:7d (dataset:"Soil cores" OR extractor:rig.*)`',
  }),
});
export type JobFilterQuery = z.infer<typeof JobFilterQuery>;

const Count = z.number().int().nonnegative();

export const jobContracts = {
  listJobs: {
    tag: 'jobs',
    summary: 'List jobs, newest first',
    query: JobFilterQuery.extend({
      sort: z.enum(JOB_SORTS).default('-submitted_at'),
      limit: limit(200, 50),
      cursor: z.string().max(400).optional(),
    }),
    answer: z.object({ items: z.array(Job), next: z.string().nullable() }),
  },
  streamJobs: {
    tag: 'jobs',
    summary:
      'Follow jobs as Server-Sent Events; Last-Event-ID resumes without a gap. `notified`: you have a notification that is new or has changed',
    query: JobFilterQuery.extend({
      job_id: Id.optional(),
      after: z.coerce.number().int().nonnegative().optional(),
    }),
  },
  countJobsByTime: {
    tag: 'jobs',
    summary: 'Count the jobs that a filter selects, by the time of their submission and by state',
    query: JobFilterQuery,
    answer: z.object({
      is_complete: z.boolean().meta({
        description: 'false: only the newest jobs were counted, since counting all would take too long',
      }),
      states: z.array(z.object({ state: JobState, count: Count })),
      step_ms: Count.meta({ description: 'how long a bucket is' }),
      buckets: z
        .array(z.object({ at: Time, state: JobState, count: Count }))
        .meta({ description: 'oldest first; `at` is the beginning. Without those of no job' }),
    }),
  },
  exportJobs: {
    tag: 'jobs',
    summary: 'Download all jobs that a filter selects, newest first, as CSV or NDJSON',
    query: JobFilterQuery.extend({
      format: z
        .enum(['csv', 'ndjson'])
        .meta({ description: '`ndjson`: jobs as the list has them, one a line' }),
    }),
  },
  showJob: {
    tag: 'jobs',
    summary: 'Show a job with its attempts',
    params: IdParams,
    answer: JobWithAttempts,
  },
  listJobEvents: {
    tag: 'jobs',
    summary: 'List the events of a job; as text/plain a log, as application/x-ndjson a download',
    params: IdParams,
    query: z.object({
      after: z.coerce.number().int().nonnegative().optional(),
      before: z.coerce.number().int().positive().optional(),
      from: z.coerce
        .number()
        .int()
        .positive()
        .optional()
        .meta({ description: 'only events whose `number` is at least this' }),
      show: z
        .enum(EVENT_GROUPS)
        .optional()
        .meta({ description: '`errors` includes log lines of level error' }),
      kind: repeatable(z.enum(EVENT_KINDS)),
      attempt: z.coerce.number().int().positive().optional(),
      q: z.string().max(200).optional().meta({ description: 'a text of the message' }),
      limit: limit(1000, 200),
    }),
    answer: z.object({
      items: z.array(Event),
      next: z.number().int().nullable().meta({
        description:
          '`after` of the next page, or `before` if the list goes backwards; null: there is none. A text is looked for in a part of a long log, so a page that is not full need not be the last',
      }),
      archived: z.boolean().meta({
        description: 'some of these events are old, and come from an archive instead of the database',
      }),
    }),
  },
  listJobOutputs: {
    tag: 'jobs',
    summary:
      'List what a job made, oldest first: metadata, previews, thumbnails, files and tags; 500 at most',
    params: IdParams,
    answer: z.object({ items: z.array(JobOutput) }),
  },
  showJobMessage: {
    tag: 'jobs',
    summary: "Show a job's message as extractors get it, without the job's credential and e-mail addresses",
    params: IdParams,
    answer: z.object({
      lane: z.enum(['http', 'rabbitmq']).nullable().meta({ description: 'null: not sent yet' }),
      message: z.record(z.string(), z.unknown()).nullable(),
    }),
  },
  cancelJob: {
    tag: 'jobs',
    summary: 'Ask for a job to be cancelled',
    params: IdParams,
    answer: Job,
  },
  resubmitJob: {
    tag: 'jobs',
    summary: 'Ask for the same again: a new job that points to this one',
    params: IdParams,
    body: z.object({ parameters: z.record(z.string(), z.unknown()).optional() }).optional(),
    status: 201,
    answer: Job,
  },
  fileExtractions: {
    tag: 'jobs',
    summary: "A file's jobs, grouped by extractor",
    params: IdParams,
    answer: Extractions,
  },
  datasetExtractions: {
    tag: 'jobs',
    summary: "A dataset's jobs, grouped by extractor: its own, or also those of its files",
    params: IdParams,
    query: z.object({
      include: z.enum(['files']).optional().meta({
        description:
          '`files`: jobs on the files of the dataset, too. By default only jobs on the dataset itself.',
      }),
    }),
    answer: Extractions,
  },
} satisfies RouteContracts;
