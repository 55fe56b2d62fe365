import { z } from 'zod';
import { Id } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { JobState } from '../jobs/job.ts';

const NameParams = z.object({ name: z.string().min(1).max(256) });

/** A message in an extractor's error queue: one that it failed on. */
export const FailedMessage = z
  .object({
    fingerprint: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .meta({ description: "SHA-256 of the message's bytes: messages have no id of their own" }),
    job: z.object({ id: Id, state: JobState }).nullable(),
    /** The job's last error; null where the message names no job of this server. */
    reason: z.string().nullable(),
    resource_id: z.string().nullable(),
    resource_name: z.string().nullable(),
    retry_count: z.number().int().nonnegative(),
    replays: z.number().int().nonnegative().meta({ description: 'how often it was sent again from here' }),
    body: z.string().meta({ description: 'as text, keys left out, at most 20,000 characters' }),
  })
  .meta({ id: 'FailedMessage' });
export type FailedMessage = z.infer<typeof FailedMessage>;

export const ErrorQueue = z
  .object({
    queue: z.string(),
    depth: z
      .number()
      .int()
      .nonnegative()
      .meta({ description: 'messages in it; 0 where there is no such queue' }),
    messages: z.array(FailedMessage).meta({ description: 'the oldest first, at most 100' }),
  })
  .meta({ id: 'ErrorQueue' });
export type ErrorQueue = z.infer<typeof ErrorQueue>;

/** How many messages are in the error queue of an extractor. */
const ErrorQueueDepth = z
  .object({ extractor: z.string(), queue: z.string(), depth: z.number().int().positive() })
  .meta({ id: 'ErrorQueueDepth' });
export type ErrorQueueDepth = z.infer<typeof ErrorQueueDepth>;

const Choice = z.object({
  fingerprints: z
    .array(z.string().regex(/^[0-9a-f]{64}$/))
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: 'which; absent: all that are in it now' }),
});

export const errorQueueContracts = {
  listErrorQueues: {
    tag: 'extractors',
    summary: 'List the extractors whose error queues have messages, most first (operators)',
    answer: z.object({ items: z.array(ErrorQueueDepth) }),
  },
  showErrorQueue: {
    tag: 'extractors',
    summary: 'Show how many messages an extractor failed on, and the oldest of them (operators)',
    params: NameParams,
    query: z.object({ limit: z.coerce.number().int().min(1).max(100).default(20) }),
    answer: ErrorQueue,
  },
  replayErrorQueue: {
    tag: 'extractors',
    summary: 'Send messages from the error queue again, each once (operators)',
    params: NameParams,
    body: Choice.extend({
      again: z
        .boolean()
        .default(false)
        .meta({ description: 'also those that were sent again before and came back' }),
    }),
    answer: z.object({
      replayed: z.number().int().nonnegative(),
      kept: z
        .number()
        .int()
        .nonnegative()
        .meta({ description: 'came back from a replay, or belong to a cancelled job' }),
    }),
  },
  discardErrorQueue: {
    tag: 'extractors',
    summary: 'Throw messages of the error queue away (operators)',
    params: NameParams,
    body: Choice,
    answer: z.object({ discarded: z.number().int().nonnegative() }),
  },
} satisfies RouteContracts;
