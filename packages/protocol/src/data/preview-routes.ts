import { z } from 'zod';
import { Id, IdParams } from '../http/fields.ts';
import { clowderRoute } from '../http/route.ts';
import { BytesQuery } from './bytes-query.ts';
import { ListedPreview, PreviewsOfFile } from './preview.ts';
import { Success } from './success.ts';

const AttachBody = z.object({ extractor_id: z.string().optional() }).loose().optional();

export const previewRoutes = {
  uploadPreview: clowderRoute({
    method: 'POST',
    path: '/api/previews',
    tag: 'previews',
    summary: 'Upload a preview (multipart, part `File`); attach it next',
    multipart: true,
    answer: z.object({ id: Id }),
  }),
  attachPreview: clowderRoute({
    method: 'POST',
    path: '/api/files/:id/previews/:preview_id',
    tag: 'previews',
    summary: 'Attach an uploaded preview to a file',
    params: z.object({ id: Id, preview_id: Id }),
    body: AttachBody,
    answer: Success,
  }),
  attachCollectionPreview: clowderRoute({
    method: 'POST',
    path: '/api/collections/:id/previews/:preview_id',
    tag: 'previews',
    summary: 'Attach an uploaded preview to a collection',
    params: z.object({ id: Id, preview_id: Id }),
    body: AttachBody,
    answer: Success,
  }),
  addPreviewMetadata: clowderRoute({
    method: 'POST',
    path: '/api/previews/:id/metadata',
    tag: 'previews',
    summary: 'Describe a preview; `section_id` or `file_id` says where it belongs',
    params: IdParams,
    body: z.object({ section_id: Id.optional(), file_id: Id.optional() }).catchall(z.unknown()),
    answer: Success,
  }),
  downloadPreview: clowderRoute({
    method: 'GET',
    path: '/api/previews/:id',
    tag: 'previews',
    summary: "A preview's bytes",
    params: IdParams,
    query: BytesQuery,
    answerKind: 'bytes',
  }),
  deletePreview: clowderRoute({
    method: 'DELETE',
    path: '/api/previews/:id',
    tag: 'previews',
    summary: 'Delete a preview',
    params: IdParams,
    answer: Success,
  }),
  listFilePreviews: clowderRoute({
    method: 'GET',
    path: '/api/files/:id/listpreviews',
    tag: 'previews',
    summary: "List a file's previews, newest first",
    params: IdParams,
    answer: z.array(ListedPreview),
  }),
  getFilePreviews: clowderRoute({
    method: 'GET',
    path: '/api/files/:id/getPreviews',
    tag: 'previews',
    summary: "A file's previews, in the shape Clowder's pages take",
    params: IdParams,
    answer: z.array(PreviewsOfFile),
  }),
  uploadThumbnail: clowderRoute({
    method: 'POST',
    path: '/api/fileThumbnail',
    tag: 'previews',
    summary: 'Upload a thumbnail (multipart, part `File`); attach it next',
    multipart: true,
    answer: z.object({ id: Id }),
  }),
  attachThumbnail: clowderRoute({
    method: 'POST',
    path: '/api/files/:id/thumbnails/:thumbnail_id',
    tag: 'previews',
    summary: 'Make an uploaded thumbnail the thumbnail of a file',
    params: z.object({ id: Id, thumbnail_id: Id }),
    body: z.object({}).loose().optional(),
    answer: Success,
  }),
  downloadThumbnail: clowderRoute({
    method: 'GET',
    path: '/api/thumbnails/:id',
    tag: 'previews',
    summary: "A thumbnail's bytes",
    params: IdParams,
    query: BytesQuery,
    answerKind: 'bytes',
  }),
  deleteThumbnail: clowderRoute({
    method: 'DELETE',
    path: '/api/thumbnails/:id',
    tag: 'previews',
    summary: 'Delete a thumbnail',
    params: IdParams,
    answer: Success,
  }),
};
