import { z } from 'zod';
import { Id, IdParams } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { BytesQuery } from './bytes-query.ts';
import { ListedPreview, PreviewsOfFile } from './preview.ts';
import { Success } from './success.ts';

const AttachBody = z.object({ extractor_id: z.string().optional() }).loose().optional();

export const previewRoutes = {
  uploadPreview: {
    tag: 'previews',
    summary: 'Upload a preview (multipart, part `File`); attach it next',
    multipart: true,
    answer: z.object({ id: Id }),
  },
  attachPreview: {
    tag: 'previews',
    summary: 'Attach an uploaded preview to a file',
    params: z.object({ id: Id, preview_id: Id }),
    body: AttachBody,
    answer: Success,
  },
  attachCollectionPreview: {
    tag: 'previews',
    summary: 'Attach an uploaded preview to a collection',
    params: z.object({ id: Id, preview_id: Id }),
    body: AttachBody,
    answer: Success,
  },
  addPreviewMetadata: {
    tag: 'previews',
    summary: 'Describe a preview; `section_id` or `file_id` says where it belongs',
    params: IdParams,
    body: z.object({ section_id: Id.optional(), file_id: Id.optional() }).catchall(z.unknown()),
    answer: Success,
  },
  downloadPreview: {
    tag: 'previews',
    summary: "A preview's bytes",
    params: IdParams,
    query: BytesQuery,
  },
  deletePreview: {
    tag: 'previews',
    summary: 'Delete a preview',
    params: IdParams,
    answer: Success,
  },
  listFilePreviews: {
    tag: 'previews',
    summary: "List a file's previews, newest first",
    params: IdParams,
    answer: z.array(ListedPreview),
  },
  getFilePreviews: {
    tag: 'previews',
    summary: "A file's previews, in the shape Clowder's pages take",
    params: IdParams,
    answer: z.array(PreviewsOfFile),
  },
  uploadThumbnail: {
    tag: 'previews',
    summary: 'Upload a thumbnail (multipart, part `File`); attach it next',
    multipart: true,
    answer: z.object({ id: Id }),
  },
  attachThumbnail: {
    tag: 'previews',
    summary: 'Make an uploaded thumbnail the thumbnail of a file',
    params: z.object({ id: Id, thumbnail_id: Id }),
    body: z.object({}).loose().optional(),
    answer: Success,
  },
  downloadThumbnail: {
    tag: 'previews',
    summary: "A thumbnail's bytes",
    params: IdParams,
    query: BytesQuery,
  },
  deleteThumbnail: {
    tag: 'previews',
    summary: 'Delete a thumbnail',
    params: IdParams,
    answer: Success,
  },
} satisfies RouteContracts;
