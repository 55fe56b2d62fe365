import { z } from 'zod';
import { Id, IdParams } from '../http/fields.ts';
import { clowderRoute } from '../http/route.ts';
import { FileInfo } from './file.ts';
import { Metadata, NewMetadata } from './metadata.ts';
import { TagsAnswer, TagsBody } from './tags.ts';

const Success = z.object({ status: z.literal('success') });

/** `inline` is heeded for images and plain text; everything else comes as an attachment whatever is asked. */
const BytesQuery = z.object({ disposition: z.enum(['attachment', 'inline']).default('attachment') });

export const fileRoutes = {
  downloadFile: clowderRoute({
    method: 'GET',
    path: '/api/files/:id',
    tag: 'files',
    summary: "Download a file's bytes; Range and HEAD work",
    params: IdParams,
    query: BytesQuery,
    answerKind: 'bytes',
  }),
  downloadFileBlob: clowderRoute({
    method: 'GET',
    path: '/api/files/:id/blob',
    tag: 'files',
    summary: "Download a file's bytes (Clowder's second name for it)",
    params: IdParams,
    query: BytesQuery,
    answerKind: 'bytes',
  }),
  showFile: clowderRoute({
    method: 'GET',
    path: '/api/files/:id/metadata',
    tag: 'files',
    summary: 'Show a file: everything but its bytes',
    params: IdParams,
    answer: FileInfo,
  }),
  deleteFile: clowderRoute({
    method: 'DELETE',
    path: '/api/files/:id',
    tag: 'files',
    summary: 'Delete a file; its jobs are kept',
    params: IdParams,
    answer: Success,
  }),
  listFileMetadata: clowderRoute({
    method: 'GET',
    path: '/api/files/:id/metadata.jsonld',
    tag: 'files',
    summary: "List a file's metadata",
    params: IdParams,
    query: z.object({ extractor: z.string().optional() }),
    answer: z.array(Metadata),
  }),
  addFileMetadata: clowderRoute({
    method: 'POST',
    path: '/api/files/:id/metadata.jsonld',
    tag: 'files',
    summary: 'Add metadata to a file',
    params: IdParams,
    body: NewMetadata,
    answer: z.string(),
  }),
  addFileTags: clowderRoute({
    method: 'POST',
    path: '/api/files/:id/tags',
    tag: 'files',
    summary: 'Add tags to a file',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  }),
  listFileTags: clowderRoute({
    method: 'GET',
    path: '/api/files/:id/tags',
    tag: 'files',
    summary: "List a file's tags",
    params: IdParams,
    answer: TagsAnswer,
  }),
  removeFileTags: clowderRoute({
    method: 'DELETE',
    path: '/api/files/:id/tags',
    tag: 'files',
    summary: 'Remove tags from a file',
    params: IdParams,
    body: TagsBody,
    answer: Success,
  }),
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
    body: z.object({ extractor_id: z.string().optional() }).loose().optional(),
    answer: Success,
  }),
  addPreviewMetadata: clowderRoute({
    method: 'POST',
    path: '/api/previews/:id/metadata',
    tag: 'previews',
    summary: 'Describe a preview',
    params: IdParams,
    body: z.record(z.string(), z.unknown()),
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
};
