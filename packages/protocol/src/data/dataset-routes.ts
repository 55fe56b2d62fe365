import { z } from 'zod';
import { Id, IdParams, limit } from '../http/fields.ts';
import { clowderRoute } from '../http/route.ts';
import { Dataset } from './dataset.ts';
import { DatasetFile, UploadAnswer } from './file.ts';
import { Metadata, NewMetadata } from './metadata.ts';
import { TagsAnswer, TagsBody } from './tags.ts';

const Success = z.object({ status: z.literal('success') });

export const datasetRoutes = {
  listDatasets: clowderRoute({
    method: 'GET',
    path: '/api/datasets',
    tag: 'datasets',
    summary: 'List datasets, newest first',
    query: z.object({
      limit: limit(200, 50),
      after: Id.optional().meta({ description: 'id of the last dataset of the page before' }),
      q: z.string().max(200).optional().meta({ description: 'part of the name' }),
    }),
    answer: z.array(Dataset),
  }),
  createDataset: clowderRoute({
    method: 'POST',
    path: '/api/datasets/createempty',
    tag: 'datasets',
    summary: 'Create a dataset',
    body: z.object({
      name: z.string().trim().min(1).max(300),
      description: z.string().max(10_000).default(''),
    }),
    answer: z.object({ id: Id }),
  }),
  showDataset: clowderRoute({
    method: 'GET',
    path: '/api/datasets/:id',
    tag: 'datasets',
    summary: 'Show a dataset',
    params: IdParams,
    answer: Dataset,
  }),
  deleteDataset: clowderRoute({
    method: 'DELETE',
    path: '/api/datasets/:id',
    tag: 'datasets',
    summary: 'Delete a dataset and its files; its jobs are kept',
    params: IdParams,
    answer: Success,
  }),
  listDatasetFiles: clowderRoute({
    method: 'GET',
    path: '/api/datasets/:id/files',
    tag: 'datasets',
    summary: "List a dataset's files, newest first",
    params: IdParams,
    query: z.object({
      max: z.coerce.number().int().min(-1).max(10_000).default(-1),
      after: Id.optional(),
      include: z.literal('jobs').optional(),
    }),
    answer: z.array(DatasetFile),
  }),
  uploadToDataset: clowderRoute({
    method: 'POST',
    path: '/api/uploadToDataset/:id',
    tag: 'datasets',
    summary: 'Upload files to a dataset (multipart, any part name)',
    params: IdParams,
    query: z.object({ extract: z.enum(['true', 'false', '0', '1']).default('true') }),
    multipart: true,
    answer: UploadAnswer,
  }),
  listDatasetMetadata: clowderRoute({
    method: 'GET',
    path: '/api/datasets/:id/metadata.jsonld',
    tag: 'datasets',
    summary: "List a dataset's metadata",
    params: IdParams,
    query: z.object({ extractor: z.string().optional() }),
    answer: z.array(Metadata),
  }),
  addDatasetMetadata: clowderRoute({
    method: 'POST',
    path: '/api/datasets/:id/metadata.jsonld',
    tag: 'datasets',
    summary: 'Add metadata to a dataset',
    params: IdParams,
    body: NewMetadata,
    answer: z.string(),
  }),
  addDatasetTags: clowderRoute({
    method: 'POST',
    path: '/api/datasets/:id/tags',
    tag: 'datasets',
    summary: 'Add tags to a dataset',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  }),
  listDatasetTags: clowderRoute({
    method: 'GET',
    path: '/api/datasets/:id/tags',
    tag: 'datasets',
    summary: "List a dataset's tags",
    params: IdParams,
    answer: TagsAnswer,
  }),
  removeDatasetTags: clowderRoute({
    method: 'DELETE',
    path: '/api/datasets/:id/tags',
    tag: 'datasets',
    summary: 'Remove tags from a dataset',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  }),
};
