import { z } from 'zod';
import { Id, IdParams, limit, OneOrMore, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Dataset } from './dataset.ts';

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
    spaces: z.string().meta({ description: '`List(a, b)`: those that it is in and the caller sees' }),
    created_at: Time,
    created_by: Person.nullable(),
    children: z.array(Id),
    parents: z.array(Id),
    dataset_count: z.number().int().nonnegative(),
  })
  .meta({ id: 'Collection' });
export type Collection = z.infer<typeof Collection>;

const NewCollection = z.object({
  name: z.string().trim().min(1).max(300),
  description: z.string().max(10_000).default(''),
  parentId: OneOrMore.optional().meta({ description: 'collections that it is put into' }),
});

const Membership = z.object({ id: Id, dataset_id: Id });

export const collectionContracts = {
  listCollections: {
    tag: 'collections',
    summary: 'List collections, newest first',
    query: z.object({
      limit: limit(200, 50),
      after: Id.optional().meta({ description: 'id of the last collection of the page before' }),
      title: z.string().max(300).optional().meta({ description: 'part of the name' }),
    }),
    answer: z.array(Collection),
  },
  listAllCollections: {
    tag: 'collections',
    summary: 'List collections, newest first, all at once',
    query: z.object({
      limit: z.coerce
        .number()
        .int()
        .min(0)
        .max(10_000)
        .default(0)
        .meta({ description: '0: as many as there are, up to 10,000' }),
    }),
    answer: z.array(Collection),
  },
  createCollection: {
    tag: 'collections',
    summary: 'Create a collection',
    body: NewCollection,
    answer: z.object({ id: Id }),
  },
  createSubcollection: {
    tag: 'collections',
    summary: 'Create a collection inside others (or one other)',
    body: NewCollection.required({ parentId: true }),
    answer: z.object({ id: Id }),
  },
  showCollection: {
    tag: 'collections',
    summary: 'Show a collection',
    params: IdParams,
    answer: Collection,
  },
  deleteCollection: {
    tag: 'collections',
    summary: 'Delete a collection; the datasets and collections in it are kept',
    params: IdParams,
    answer: Success,
  },
  removeCollection: {
    tag: 'collections',
    summary: "Delete a collection (Clowder's second name for it)",
    params: IdParams,
    answer: Success,
  },
  listChildCollections: {
    tag: 'collections',
    summary: 'List the collections in a collection, newest first',
    params: IdParams,
    answer: z.array(Collection),
  },
  listCollectionDatasets: {
    tag: 'collections',
    summary: 'List the datasets in a collection, newest first',
    params: IdParams,
    answer: z.array(Dataset),
  },
  getCollectionDatasets: {
    tag: 'collections',
    summary: "List the datasets in a collection (Clowder's second name for it)",
    params: IdParams,
    answer: z.array(Dataset),
  },
  addDatasetToCollection: {
    tag: 'collections',
    summary: 'Put a dataset into a collection',
    params: Membership,
    answer: Success,
  },
  removeDatasetFromCollection: {
    tag: 'collections',
    summary: 'Take a dataset out of a collection; the dataset is kept',
    params: Membership,
    answer: Success,
  },
} satisfies RouteContracts;
