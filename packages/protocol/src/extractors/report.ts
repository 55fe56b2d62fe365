import { EXTRACTOR_EVENT_KINDS, LOG_LEVELS } from '@pawprint/core';
import { z } from 'zod';
import { Id, Time } from '../http/fields.ts';
import { LinesDropped, ResourceRef } from '../jobs/job.ts';

/** What an instance reports about the attempt it holds a lease on. */
export const StatusReport = z
  .object({
    id: z.uuid().meta({ description: 'made by the sender; sending it again changes nothing' }),
    kind: z.enum(EXTRACTOR_EVENT_KINDS),
    message: z.string().max(20_000).default(''),
    level: z.enum(LOG_LEVELS).optional(),
    progress: z.number().min(0).max(1).optional(),
    /** LOG only: lines that were dropped in its place. */
    lines_dropped: LinesDropped.optional(),
    reported_at: z.iso.datetime({ offset: true }).optional(),
    /** RESUBMITTED only: seconds before it may be claimed again. */
    retry_after_s: z.number().min(0).max(86_400).optional(),
    /** On an end: the extractor stopped because the job's cancel was requested. */
    cancelled: z.boolean().optional(),
  })
  .meta({ id: 'StatusReport' });
export type StatusReport = z.infer<typeof StatusReport>;

export const Lease = z.object({ id: Id, expires_at: Time }).meta({ id: 'Lease' });
export type Lease = z.infer<typeof Lease>;

/** Everything an instance needs to do a job, under Clowder's names (`id`, `datasetId`, `secretKey`) and ours. */
export const JobMessage = z
  .object({
    job_id: Id,
    attempt: z.number().int().positive(),
    extractor: z.string(),
    host: z.string().meta({ description: 'base URL without trailing slash' }),
    secretKey: z.string().meta({ description: "the job's own credential, good while the job is open" }),
    resource: ResourceRef,
    id: Id,
    datasetId: z.string(),
    filename: z.string().nullable(),
    mime_type: z.string().nullable(),
    size_bytes: z.number().int().nonnegative().nullable(),
    parameters: z.record(z.string(), z.unknown()),
    routing_key: z.string(),
    trigger: z.string(),
  })
  .meta({ id: 'JobMessage' });
export type JobMessage = z.infer<typeof JobMessage>;
