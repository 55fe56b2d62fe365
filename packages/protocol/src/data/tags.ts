import { z } from 'zod';
import { Id, IdParams, Success } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

/** Whitespace inside a tag is collapsed; empty tags are dropped. */
export const TagsBody = z
  .object({ tags: z.array(z.string().max(200)).max(500), extractor_id: z.string().optional() })
  .loose();
const TagsAnswer = z.object({ id: Id, filename: z.string().optional(), tags: z.array(z.string()) });

export const tagContracts = {
  addFileTags: {
    tag: 'files',
    summary: 'Add tags to a file',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  listFileTags: {
    tag: 'files',
    summary: "List a file's tags",
    params: IdParams,
    answer: TagsAnswer,
  },
  removeFileTags: {
    tag: 'files',
    summary: 'Remove tags from a file',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  takeOffFileTags: {
    tag: 'files',
    summary: "Remove tags from a file (Clowder's second way)",
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  removeAllFileTags: {
    tag: 'files',
    summary: 'Remove all tags from a file',
    params: IdParams,
    answer: Success,
  },
  addDatasetTags: {
    tag: 'datasets',
    summary: 'Add tags to a dataset',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  listDatasetTags: {
    tag: 'datasets',
    summary: "List a dataset's tags",
    params: IdParams,
    answer: TagsAnswer,
  },
  removeDatasetTags: {
    tag: 'datasets',
    summary: 'Remove tags from a dataset',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  takeOffDatasetTags: {
    tag: 'datasets',
    summary: "Remove tags from a dataset (Clowder's second way)",
    params: IdParams,
    body: TagsBody,
    answer: Success,
  },
  removeAllDatasetTags: {
    tag: 'datasets',
    summary: 'Remove all tags from a dataset',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
