import { IdParams } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { Success } from './success.ts';
import { TagsAnswer, TagsBody } from './tags.ts';

export const tagRoutes = {
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
