import { z } from 'zod';
import { Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Extractor } from './extractor.ts';

export const UnregisteredExtractor = z
  .object({
    name: z.string(),
    source: z.enum(['heartbeat', 'report', 'binding']).meta({
      description:
        'what shows that the name is in use: heartbeats beyond the limit; reports in quarantine; a queue bound to ' +
        "Clowder's exchange (only where RABBITMQ_MANAGEMENT_URL is set)",
    }),
    text: z.string().meta({ description: 'the same in words' }),
    version: z.string().nullable().meta({ description: 'what its heartbeat announced' }),
    first_seen_at: Time,
    last_seen_at: Time,
    times: z.number().int().positive(),
  })
  .meta({ id: 'UnregisteredExtractor' });
export type UnregisteredExtractor = z.infer<typeof UnregisteredExtractor>;

export const unregisteredContracts = {
  listUnregisteredExtractors: {
    tag: 'extractors',
    summary: 'List names that are in use in RabbitMQ and not registered, at most 1,200; administrators',
    answer: z.object({ items: z.array(UnregisteredExtractor) }),
  },
  registerUnregisteredExtractor: {
    tag: 'extractors',
    summary:
      'Register such a name, with what its heartbeat announced or else for jobs submitted by hand; administrators',
    params: z.object({ name: z.string().min(1).max(256) }),
    answer: Extractor,
  },
} satisfies RouteContracts;
