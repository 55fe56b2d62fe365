import { z } from 'zod';
import { Id, IdParams, limit, Person, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

/** A report or heartbeat from RabbitMQ that could not be used, unchanged except that keys are redacted. */
export const QuarantinedMessage = z
  .object({
    id: Id,
    received_at: Time.meta({ description: 'when it first came' }),
    last_received_at: Time,
    times: z.number().int().positive().meta({
      description: 'how often the same message came; not counted is what the broker merely delivered again',
    }),
    source: z.enum(['report', 'heartbeat']),
    reason: z.string().meta({ description: 'a stable word; of the last time', examples: ['unknown_job'] }),
    detail: z.string().meta({ description: 'the reason in words, with what was wrong' }),
    body: z.string().meta({ description: 'in a list only its beginning' }),
    encoding: z.enum(['utf-8', 'base64']).meta({ description: 'how the body is written here' }),
    size_bytes: z.number().int().nonnegative(),
    properties: z.record(z.string(), z.unknown()).meta({ description: 'AMQP properties and headers' }),
    replayed_at: Time.nullable(),
    replayed_by: Person.nullable(),
  })
  .meta({ id: 'QuarantinedMessage' });
export type QuarantinedMessage = z.infer<typeof QuarantinedMessage>;

export const ReplayOutcome = z
  .object({
    became: z
      .enum(['recorded', 'repeated', 'heard', 'refused'])
      .meta({ description: '`repeated`: it was known already. `refused`: it stays, and may be tried again' }),
    job_id: Id.nullable(),
    extractor: z.string().nullable(),
    reason: z.string().nullable(),
    detail: z.string().nullable(),
  })
  .meta({ id: 'ReplayOutcome' });
export type ReplayOutcome = z.infer<typeof ReplayOutcome>;

export const quarantineContracts = {
  listQuarantine: {
    tag: 'quarantine',
    summary: 'List what came over RabbitMQ and could not be used, newest first (operators)',
    query: z.object({
      source: z.enum(['report', 'heartbeat']).optional(),
      limit: limit(200, 50),
      cursor: Id.optional(),
    }),
    answer: z.object({ items: z.array(QuarantinedMessage), next: Id.nullable() }),
  },
  showQuarantined: {
    tag: 'quarantine',
    summary: 'Show a message with its whole content (operators)',
    params: IdParams,
    answer: QuarantinedMessage,
  },
  replayQuarantined: {
    tag: 'quarantine',
    summary: 'Replay a message as if it had just arrived; once, unless it cannot be used again (operators)',
    params: IdParams,
    answer: ReplayOutcome,
  },
  discardQuarantined: {
    tag: 'quarantine',
    summary: 'Discard a message (operators)',
    params: IdParams,
    status: 204,
  },
} satisfies RouteContracts;
