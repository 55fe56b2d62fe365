import { z } from 'zod';
import { Id, IdParams, Ms, repeatable, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { ClockNote, Job } from '../jobs/job.ts';
import { EXTRACTOR_NAME, NAME_RULE } from './extractor-name.ts';
import { JobMessage, Lease, StatusReport } from './report.ts';

/** Which events an extractor wants: MIME patterns for files, operations for datasets and metadata. */
export const Process = z
  .object({
    file: z.array(z.string()).default([]),
    dataset: z.array(z.string()).default([]),
    metadata: z.array(z.string()).default([]),
  })
  .partial()
  .meta({ id: 'Process' });
export type Process = z.infer<typeof Process>;

const Repository = z.object({ repType: z.string(), repUrl: z.string() }).partial().loose();

/** What an extractor announces: Clowder's extractor_info, with unknown keys. */
export const ExtractorInfo = z
  .object({
    name: z.string().regex(EXTRACTOR_NAME, NAME_RULE),
    version: z.coerce.string().min(1).max(64),
    description: z.string().default(''),
    author: z.string().default(''),
    contributors: z.array(z.string()).default([]),
    contexts: z.unknown().optional(),
    repository: z
      .preprocess(
        (value) => (value === undefined || Array.isArray(value) ? value : [value]),
        z.array(Repository),
      )
      .default([]),
    process: Process.default({}),
    categories: z.array(z.string()).default(['EXTRACT']),
    maturity: z.string().default('Development'),
    parameters: z.record(z.string(), z.unknown()).default({}),
  })
  .loose()
  .meta({ id: 'ExtractorInfo' });
export type ExtractorInfo = z.infer<typeof ExtractorInfo>;

const InstanceStatus = z.enum(['live', 'late', 'stopped', 'gone']).meta({
  description: 'stopped: it announced its end; gone: it sends no heartbeats any more, and announced no end',
});

/** One running process of an extractor. A heartbeat proves that it lives, not that a job moves. */
export const Instance = z
  .object({
    id: z.string(),
    version: z.string(),
    lane: z.enum(['http', 'rabbitmq']),
    host: z.string().nullable(),
    status: InstanceStatus,
    first_seen_at: Time,
    last_seen_at: Time,
    interval_ms: Ms,
    running: z.number().int().nonnegative(),
    clock: ClockNote.nullable(),
    announces: z.enum(['in_effect', 'waiting', 'declined']).meta({
      description:
        'whether what it announces is in effect, or is a change that waits for an operator or was declined',
    }),
  })
  .meta({ id: 'Instance' });
export type Instance = z.infer<typeof Instance>;

const SetBy = z.object({
  by: z.string().nullable().meta({ description: 'a name as it was then' }),
  at: Time,
});

const SetWithReason = SetBy.extend({ reason: z.string().nullable() });

export const ExtractorVersion = z
  .object({
    version: z.string(),
    first_seen_at: Time,
    last_seen_at: Time,
    superseded: SetWithReason.nullable().meta({
      description: 'who marked what it made as superseded; null while that counts',
    }),
  })
  .meta({ id: 'ExtractorVersion' });
export type ExtractorVersion = z.infer<typeof ExtractorVersion>;

const Count = z.number().int().nonnegative();

const InstanceCounts = z.object({ live: Count, late: Count, stopped: Count, gone: Count });

/** What RabbitMQ last said of an extractor's queue. */
const ExtractorQueue = z
  .object({
    name: z.string(),
    ready: z
      .number()
      .int()
      .nonnegative()
      .nullable()
      .meta({ description: 'messages that no consumer has; null where there is no such queue' }),
    consumers: z.number().int().nonnegative(),
    sends_heartbeats: z.boolean().meta({
      description: 'whether an instance is known by its heartbeats; else consumers are the sign of life',
    }),
    checked_at: Time.nullable(),
    text: z.string().meta({ description: 'in words, such as `1 consumer, sends no heartbeats`' }),
  })
  .meta({ id: 'ExtractorQueue' });

/** Clowder v1's ExtractorInfo with ours added. */
export const Extractor = z
  .object({
    id: Id,
    name: z.string(),
    version: z.string(),
    updated: Time,
    description: z.string(),
    author: z.string(),
    contributors: z.array(z.string()),
    contexts: z.unknown(),
    repository: z.array(Repository),
    external_services: z.array(z.unknown()),
    libraries: z.array(z.unknown()),
    bibtex: z.array(z.unknown()),
    maturity: z.string(),
    defaultLabels: z.array(z.string()),
    process: Process,
    categories: z.array(z.string()),
    parameters: z.record(z.string(), z.unknown()),
    permissions: z.array(z.unknown()),
    enabled: z.boolean(),
    switched: SetBy.nullable().meta({ description: 'who switched it on or off; null where nobody has' }),
    dispatch_paused: SetWithReason.nullable().meta({
      description: 'who paused the dispatch of jobs to it; null while jobs are dispatched',
    }),
    is_private: z.boolean().meta({ description: 'used only by its owner and whom it is shared with' }),
    waits_for_approval: z
      .boolean()
      .meta({ description: 'it is new, and gets no jobs until an operator approves it' }),
    instances: InstanceCounts,
    queue: ExtractorQueue.nullable().meta({ description: 'null where no queue of its in RabbitMQ is known' }),
    waiting: z
      .number()
      .int()
      .nonnegative()
      .meta({ description: 'jobs that wait for it, wherever they wait' }),
    running: z.number().int().nonnegative(),
    oldest_waiting_s: z.number().int().nonnegative().nullable().meta({
      description: 'seconds since the submission of the oldest of these jobs; null where none waits',
    }),
    oldest_running_s: z.number().int().nonnegative().nullable().meta({
      description: 'seconds since the first start of the job that has run for longest; null where none runs',
    }),
    last_seen_at: Time.nullable().meta({
      description: 'when an instance sent its last heartbeat, or its queue was last seen to be consumed',
    }),
  })
  .meta({ id: 'Extractor' });
export type Extractor = z.infer<typeof Extractor>;

/** An extractor as it stands for jobs on the data of one dataset. */
export const DatasetExtractor = Extractor.extend({
  off_in_spaces: z.boolean().meta({
    description: 'switched off for this data by a space that the dataset is in: no job is submitted to it',
  }),
}).meta({ id: 'DatasetExtractor' });
export type DatasetExtractor = z.infer<typeof DatasetExtractor>;

const NameParams = z.object({ name: z.string().min(1).max(256) });

export const extractorContracts = {
  listExtractors: {
    tag: 'extractors',
    summary: 'List extractors by name; a `Link` header with `rel="next"` leads to those that follow',
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
      cursor: z.string().max(512).optional().meta({ description: 'the name after which the list begins' }),
      name: z.string().max(256).optional().meta({
        description: 'none but the one of this name; an empty list where there is none, or none that you see',
      }),
      categories: repeatable(z.string().max(100)).meta({ description: 'any of them, in any case' }),
      space: z
        .string()
        .max(100)
        .optional()
        .meta({ description: 'without effect: see `/api/spaces/:id/extractors`' }),
    }),
    answer: z.array(Extractor),
  },
  showExtractor: {
    tag: 'extractors',
    summary: 'Show an extractor',
    params: NameParams,
    answer: Extractor,
  },
  listDatasetExtractors: {
    tag: 'extractors',
    summary: 'List the extractors that the caller can submit jobs on the data of a dataset to, by name',
    params: IdParams,
    answer: z.array(DatasetExtractor),
  },
  setExtractorEnabled: {
    tag: 'extractors',
    summary: 'Switch an extractor on or off; what waits for it keeps waiting; administrators',
    params: NameParams,
    body: z.object({ enabled: z.boolean() }),
    answer: Extractor,
  },
  setDispatchPaused: {
    tag: 'extractors',
    summary:
      'Pause the dispatch of jobs to an extractor, or resume it: jobs are accepted and wait, those that RabbitMQ has already stay there, and running ones go on; operators and administrators',
    params: NameParams,
    body: z.object({ paused: z.boolean(), reason: z.string().max(500).optional() }),
    answer: Extractor,
  },
  deleteExtractor: {
    tag: 'extractors',
    summary: 'Delete an extractor that never had a job; administrators',
    params: NameParams,
    query: z.object({
      extractor_key: z.string().max(256).optional().meta({ description: 'of a private extractor' }),
    }),
    answer: Success,
  },
  registerExtractor: {
    tag: 'extractors',
    summary: 'Register an extractor, or a new version of one',
    body: ExtractorInfo,
    answer: z.object({ status: z.literal('OK'), message: z.string() }),
  },
  listInstances: {
    tag: 'extractors',
    summary: 'List the running processes of an extractor',
    params: NameParams,
    answer: z.array(Instance),
  },
  countInstances: {
    tag: 'extractors',
    summary: 'Count the extractors that you see, and their instances by status',
    answer: z.object({
      extractors: Count,
      instances: InstanceCounts,
      consumers: Count.meta({ description: 'of queues of extractors that send no heartbeats' }),
    }),
  },
  listVersions: {
    tag: 'extractors',
    summary: 'List the versions of an extractor, newest first',
    params: NameParams,
    answer: z.array(ExtractorVersion),
  },
  setVersionSuperseded: {
    tag: 'extractors',
    summary:
      'Mark what a version of an extractor made as superseded, or take the mark back: it stays, is shown as superseded, and its metadata counts in no search; operators and administrators',
    params: NameParams.extend({ version: z.string().min(1).max(64) }),
    body: z.object({ superseded: z.boolean(), reason: z.string().max(500).optional() }),
    answer: ExtractorVersion,
  },
  sendHeartbeat: {
    tag: 'http lane',
    summary: 'Send a heartbeat of an instance; with `stopping`, its last one',
    params: NameParams.extend({ instance_id: z.string().min(1).max(128) }),
    body: z.object({
      version: z.string().min(1).max(64),
      host: z.string().max(255).optional(),
      interval_s: z.number().min(1).max(3600),
      stopping: z.boolean().optional(),
    }),
    status: 204,
  },
  claimJob: {
    tag: 'http lane',
    summary: 'Wait for a job and lease it; 204 when none came within wait_s',
    params: NameParams,
    body: z.object({
      instance_id: z.string().min(1).max(128),
      version: z.string().min(1).max(64),
      wait_s: z.number().min(0).max(30).default(0),
    }),
    answer: z.object({ job: Job, message: JobMessage, lease: Lease }),
  },
  sendReports: {
    tag: 'http lane',
    summary: 'Send reports for a leased attempt (none is allowed too) and renew its lease',
    params: IdParams,
    body: z.object({ lease_id: Id, reports: z.array(StatusReport).max(500) }),
    answer: z.object({
      /** Null once the attempt is over: it ended, or its lease ran out and another instance has the job. */
      lease: z.object({ id: Id, expires_at: Time }).nullable(),
      cancel_requested: z.boolean(),
    }),
  },
} satisfies RouteContracts;
