import { z } from 'zod';
import { Id, IdParams, limit, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

export const ChangeState = z.enum(['waiting', 'approved', 'declined', 'applied']).meta({
  id: 'ExtractorChangeState',
  description: '`applied`: it took effect at once. A declined one can still be approved',
});

const Difference = z.object({
  field: z.enum(['version', 'files', 'datasets', 'metadata', 'queue', 'parameters']),
  before: z.array(z.string()),
  after: z.array(z.string()),
});

export const ExtractorChange = z
  .object({
    id: Id,
    extractor: z.string(),
    owner: Person.nullable().meta({ description: 'of a private extractor' }),
    kind: z.enum(['new', 'change']).meta({ description: '`new`: the first announcement of the extractor' }),
    state: ChangeState,
    differences: z.array(Difference).meta({
      description: 'lines before and after; of a change that waits, `before` is what is in effect now',
    }),
    from: z
      .object({
        lane: z.enum(['http', 'rabbitmq']),
        instance_id: z.string().nullable(),
        host: z.string().nullable(),
        broker_user: z.string().nullable().meta({
          description: 'where the client names it, since the broker checks it; pyClowder does not',
        }),
        user: Person.nullable().meta({ description: 'who registered it over HTTP' }),
      })
      .meta({ description: 'who announced it, as far as it is known' }),
    announced_at: Time,
    decided_at: Time.nullable(),
    decided_by: Person.nullable(),
  })
  .meta({ id: 'ExtractorChange' });
export type ExtractorChange = z.infer<typeof ExtractorChange>;

export const changeContracts = {
  listExtractorChanges: {
    tag: 'extractors',
    summary: 'List what extractors announced, first what waits for an operator, then the newest; operators',
    query: z.object({
      extractor: z.string().max(256).optional(),
      state: ChangeState.optional(),
      limit: limit(500, 100),
    }),
    answer: z.object({ items: z.array(ExtractorChange) }),
  },
  approveExtractorChange: {
    tag: 'extractors',
    summary: 'Let a new extractor get jobs, or a change take effect; operators',
    params: IdParams,
    answer: Success,
  },
  declineExtractorChange: {
    tag: 'extractors',
    summary: 'Leave a new extractor without jobs, or a change without effect; operators',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
