import { z } from 'zod';
import { BytesQuery, Id, IdParams, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

export const Preview = z
  .object({
    id: Id,
    title: z.string(),
    contentType: z.string(),
    size_bytes: z.number().int().nonnegative(),
    extractor: z.string().nullable(),
    job_id: Id.nullable(),
    created_at: Time,
  })
  .meta({ id: 'Preview' });
export type Preview = z.infer<typeof Preview>;

const ListedPreview = z.object({ id: Id, filename: z.string(), contentType: z.string() });

/** Which of Clowder's own viewers shows it is empty: there are none here. */
const ShownPreview = z.object({
  pv_id: Id,
  p_id: z.string(),
  p_path: z.string(),
  p_main: z.string(),
  pv_route: z.string(),
  pv_contenttype: z.string(),
  pv_length: z.string(),
});

export const PreviewsOfFile = z.object({ file_id: Id, previews: z.array(ShownPreview) });
export type PreviewsOfFile = z.infer<typeof PreviewsOfFile>;

const AttachBody = z.object({ extractor_id: z.string().optional() }).loose().optional();

export const previewContracts = {
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
  downloadThumbnailBlob: {
    tag: 'previews',
    summary: "Download a thumbnail (Clowder's name for it)",
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
