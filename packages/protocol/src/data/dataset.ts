import { z } from 'zod';
import { Id, Person, Time } from '../http/fields.ts';

/** Clowder v1's dataset; from `created_at` on the fields are ours. */
export const Dataset = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    created: z.string().meta({ description: "as Java's Date.toString, for Clowder's clients" }),
    thumbnail: Id.nullable(),
    authorId: z.string(),
    spaces: z.array(Id),
    resource_type: z.literal('dataset'),
    created_at: Time,
    created_by: Person.nullable(),
    file_count: z.number().int().nonnegative(),
    size_bytes: z.number().int().nonnegative(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Dataset' });
export type Dataset = z.infer<typeof Dataset>;
