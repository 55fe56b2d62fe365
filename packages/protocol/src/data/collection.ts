import { z } from 'zod';
import { Id, Person, Time } from '../http/fields.ts';

/** Datasets and other collections under one name. Clowder v1's fields are all text; from `created_at` on it is ours. */
export const Collection = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    created: z.string().meta({ description: "as Java's Date.toString, for Clowder's clients" }),
    author: z.string().meta({ description: 'name of who made it' }),
    root_flag: z.string().meta({ description: '`true` where it is in no other collection' }),
    child_collection_ids: z.string().meta({ examples: ['List(a, b)'] }),
    parent_collection_ids: z.string().meta({ examples: ['List()'] }),
    childCollectionsCount: z.string(),
    datasetCount: z.string(),
    spaces: z.string().meta({ description: 'always `List()`' }),
    created_at: Time,
    created_by: Person.nullable(),
    children: z.array(Id),
    parents: z.array(Id),
    dataset_count: z.number().int().nonnegative(),
  })
  .meta({ id: 'Collection' });
export type Collection = z.infer<typeof Collection>;
