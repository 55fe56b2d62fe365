import { z } from 'zod';
import { Id, limit } from './fields.ts';
import type { RouteContracts } from './route.ts';

/** As Clowder v1 has it. There a name has two parts; ours are split at the last space. */
export const User = z
  .object({
    id: Id,
    firstName: z.string(),
    lastName: z.string(),
    fullName: z.string(),
    email: z.string(),
  })
  .meta({ id: 'User' });
export type User = z.infer<typeof User>;

export const peopleContracts = {
  listUsers: {
    tag: 'access',
    summary: 'List the people who have an account, by name; not the accounts of extractors',
    query: z.object({
      role: z.literal('admin').optional().meta({ description: 'only the administrators of the instance' }),
      q: z.string().trim().max(200).optional().meta({ description: 'part of the name or of the e-mail' }),
      limit: limit(1_000, 100),
      after: Id.optional().meta({ description: 'id of the last one of the page before' }),
    }),
    answer: z.array(User),
  },
} satisfies RouteContracts;
