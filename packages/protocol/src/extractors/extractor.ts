import { z } from 'zod';
import { Id, Ms, Time } from '../http/fields.ts';

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

/** What an extractor says of itself: Clowder's extractor_info, unknown keys kept. */
export const ExtractorInfo = z
  .object({
    name: z
      .string()
      .regex(
        /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/,
        'letters, digits, dots, dashes and underscores, at most 128',
      ),
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

export const InstanceStatus = z.enum(['live', 'late', 'gone']);

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
  })
  .meta({ id: 'Instance' });
export type Instance = z.infer<typeof Instance>;

export const ExtractorVersion = z
  .object({ version: z.string(), first_seen_at: Time, last_seen_at: Time })
  .meta({ id: 'ExtractorVersion' });

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
    instances: z.object({
      live: z.number().int().nonnegative(),
      late: z.number().int().nonnegative(),
      gone: z.number().int().nonnegative(),
    }),
    waiting: z.number().int().nonnegative(),
    running: z.number().int().nonnegative(),
    last_seen_at: Time.nullable(),
  })
  .meta({ id: 'Extractor' });
export type Extractor = z.infer<typeof Extractor>;
