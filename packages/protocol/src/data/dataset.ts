import { z } from 'zod';
import { flag, Id, IdParams, limit, OneOrMore, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { DatasetFile, UploadAnswer } from './file.ts';

/** Clowder v1's dataset; from `created_at` on the fields are ours. */
export const Dataset = z
  .object({
    id: Id,
    name: z.string(),
    description: z.string(),
    created: z.string().meta({ description: "as Java's Date.toString, for Clowder's clients" }),
    thumbnail: Id.nullable(),
    authorId: z.string(),
    spaces: z.array(Id).meta({ description: 'those that it is in and the caller sees' }),
    resource_type: z.literal('dataset'),
    created_at: Time,
    created_by: Person.nullable(),
    file_count: z.number().int().nonnegative(),
    size_bytes: z.number().int().nonnegative(),
    tags: z.array(z.string()),
  })
  .meta({ id: 'Dataset' });
export type Dataset = z.infer<typeof Dataset>;

export const ShownDataset = Dataset.extend({
  changed_at: Time.meta({
    description: 'when it was created, its newest file was added, or its newest job was submitted',
  }),
}).meta({ id: 'ShownDataset' });
export type ShownDataset = z.infer<typeof ShownDataset>;

export const Access = z.enum(['DEFAULT', 'PUBLIC', 'PRIVATE', 'TRIAL']).meta({
  description: '`PUBLIC` lets everybody see it; the others are the same: its owner and its spaces',
});

const Name = z.string().trim().min(1, 'A dataset needs a name.').max(300);
const Description = z.string().max(10_000);

const FilesQuery = z.object({
  max: z.coerce.number().int().min(-1).max(10_000).default(-1),
  after: Id.optional(),
  include: z.literal('jobs').optional(),
});

const UploadQuery = z.object({
  extract: flag('true'),
  folder_id: z.string().optional().meta({ description: 'refused: there are no folders' }),
});

export const datasetContracts = {
  listDatasets: {
    tag: 'datasets',
    summary: 'List datasets, newest first',
    query: z.object({
      limit: limit(200, 50),
      after: Id.optional().meta({ description: 'id of the last dataset of the page before' }),
      q: z.string().max(200).optional().meta({ description: 'part of the name' }),
      title: z.string().max(300).optional().meta({ description: 'the same by the name Clowder has for it' }),
    }),
    answer: z.array(Dataset),
  },
  createDataset: {
    tag: 'datasets',
    summary: 'Create a dataset',
    body: z.object({
      name: Name,
      description: Description.default(''),
      access: Access.optional(),
      space: OneOrMore.optional().meta({ description: 'spaces that it is put into' }),
      collection: OneOrMore.optional().meta({ description: 'collections that it is put into' }),
      existingfiles: z
        .string()
        .max(100_000)
        .optional()
        .meta({ description: 'ids of files, separated by commas, that are copied into it' }),
    }),
    answer: z.object({ id: Id }),
  },
  showDataset: {
    tag: 'datasets',
    summary: 'Show a dataset',
    params: IdParams,
    answer: ShownDataset,
  },
  deleteDataset: {
    tag: 'datasets',
    summary: 'Delete a dataset and its files; its jobs are kept',
    params: IdParams,
    answer: Success,
  },
  renameDataset: {
    tag: 'datasets',
    summary: 'Rename a dataset',
    params: IdParams,
    body: z.object({ name: Name }).loose(),
    answer: Success,
  },
  describeDataset: {
    tag: 'datasets',
    summary: 'Change the description of a dataset',
    params: IdParams,
    body: z.object({ description: Description }).loose(),
    answer: Success,
  },
  editDataset: {
    tag: 'datasets',
    summary: 'Change the name and the description of a dataset',
    params: IdParams,
    body: z.object({ name: Name, description: Description }).loose(),
    answer: Success,
  },
  listDatasetFiles: {
    tag: 'datasets',
    summary: "List a dataset's files, newest first",
    params: IdParams,
    query: FilesQuery,
    answer: z.array(DatasetFile),
  },
  listAllDatasetFiles: {
    tag: 'datasets',
    summary: "List a dataset's files, newest first (Clowder's second name for it)",
    params: IdParams,
    query: FilesQuery,
    answer: z.array(DatasetFile),
  },
  listTopDatasetFiles: {
    tag: 'datasets',
    summary:
      "List a dataset's files, newest first (Clowder's name for those in no folder: there are none here)",
    params: IdParams,
    query: FilesQuery,
    answer: z.array(DatasetFile),
  },
  downloadDataset: {
    tag: 'datasets',
    summary: "Download a dataset's files as one zip archive",
    params: IdParams,
    query: z.object({
      bagit: flag('false').meta({ description: 'as a BagIt bag (RFC 8493), with a checksum of every file' }),
      compression: z.coerce
        .number()
        .int()
        .min(-1)
        .max(9)
        .default(-1)
        .meta({ description: '0 stores, 1 is fastest, 9 smallest; -1 is the usual' }),
    }),
  },
  uploadToDataset: {
    tag: 'datasets',
    summary:
      'Upload files to a dataset (multipart, any part name). With a header `Idempotency-Key`, the same request sent again within a week stores nothing more',
    params: IdParams,
    query: UploadQuery,
    multipart: true,
    answer: UploadAnswer,
  },
  uploadDatasetFiles: {
    tag: 'datasets',
    summary: "Upload files to a dataset (Clowder's second name for it)",
    params: IdParams,
    query: UploadQuery,
    multipart: true,
    answer: UploadAnswer,
  },
} satisfies RouteContracts;
