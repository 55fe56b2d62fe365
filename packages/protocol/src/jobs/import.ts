import { z } from 'zod';
import { Id } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

/** Where a history comes from. Ids of events and jobs are unique within their source. */
export const ImportSource = z.enum(['clowder-v1', 'clowder-v2']).meta({ id: 'ImportSource' });
export type ImportSource = z.infer<typeof ImportSource>;

const SourceId = z.string().min(1).max(128);

/** One event of a job that ran elsewhere. */
export const ImportedEvent = z
  .object({
    id: SourceId.meta({ description: 'its id in the source: the same event sent again changes nothing' }),
    job_id: SourceId.nullable().meta({
      description: "its job's id in the source; without one the job is inferred from the order of events",
    }),
    extractor: z
      .string()
      .min(1)
      .max(255)
      .nullable()
      .meta({ description: 'null, like `resource`, where an earlier event of the same `job_id` names it' }),
    resource: z
      .union([z.object({ id: Id }), z.object({ sha256: z.string().regex(/^[0-9a-f]{64}$/) })])
      .nullable()
      .meta({ description: 'the file or dataset here, by id or, for a file, by the digest of its bytes' }),
    kind: z.enum([
      'SUBMITTED',
      'STARTED',
      'PROCESSING',
      'SUCCEEDED',
      'SKIPPED',
      'ERROR',
      'RESUBMITTED',
      'CANCELLED',
    ]),
    message: z.string().max(100_000),
    at: z.iso
      .datetime({ offset: true })
      .refine((at) => Date.parse(at) >= 0)
      .meta({ description: 'when the source stored it: the receive time of the event here' }),
    reported_at: z.iso
      .datetime({ offset: true })
      .nullable()
      .meta({ description: "by the extractor's clock" }),
    reported: z.string().max(100).nullable().meta({ description: 'the same as the source wrote it' }),
    user: z
      .union([z.object({ id: Id }), z.object({ email: z.string().max(320) })])
      .nullable()
      .meta({ description: 'who submitted the job; with SUBMITTED only' }),
    parameters: z.record(z.string(), z.unknown()).optional(),
  })
  .meta({ id: 'ImportedEvent' });
export type ImportedEvent = z.infer<typeof ImportedEvent>;

const Count = z.number().int().nonnegative();

export const ImportAnswer = z
  .object({
    stored: Count,
    repeated: Count.meta({ description: 'were stored by an earlier import' }),
    refused: z.array(
      z.object({
        id: SourceId,
        reason: z.enum([
          'unknown_extractor',
          'unknown_resource',
          'ambiguous_resource',
          'unknown_job',
          'bad_parameters',
        ]),
        detail: z.string(),
      }),
    ),
    without_user: z
      .array(SourceId)
      .meta({ description: 'events that are stored, though nobody here is the user they name' }),
  })
  .meta({ id: 'ImportAnswer' });
export type ImportAnswer = z.infer<typeof ImportAnswer>;

export const importContracts = {
  importEvents: {
    tag: 'jobs',
    summary:
      'Store events of jobs that ran elsewhere, in any order; they show once jobs are made of them (operators)',
    body: z.object({ source: ImportSource, events: z.array(ImportedEvent).min(1).max(1000) }),
    answer: ImportAnswer,
  },
  placeImportedEvents: {
    tag: 'jobs',
    summary: 'Make jobs of the next stored events, until `done` (operators)',
    body: z.object({ source: ImportSource }),
    answer: z.object({
      jobs: Count,
      inferred: Count.meta({ description: 'of these jobs, those whose events name no job' }),
      events: Count,
      done: z.boolean(),
    }),
  },
} satisfies RouteContracts;
