import { z } from 'zod';
import { BytesQuery, flag, Id, IdParams, limit, Ms, Person, Success, Time } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { JobState } from '../jobs/job.ts';
import { Preview } from './preview.ts';

const OurFileFields = {
  created_at: Time,
  size_bytes: z.number().int().nonnegative(),
  sha256: z.string(),
  uploaded_by: Person.nullable(),
  /** The extractor's job that made this file, or null where a person uploaded it. */
  made_by_job: Id.nullable(),
};

/** The latest job of one extractor on a file: a state dot in the dataset's list of files. */
export const LatestJob = z
  .object({ extractor: z.string(), job_id: Id, state: JobState, elapsed_ms: Ms, last_event_at: Time })
  .meta({ id: 'LatestJob' });
export type LatestJob = z.infer<typeof LatestJob>;

/** A file in a dataset's list, as Clowder v1 gives it, with ours added. */
export const DatasetFile = z
  .object({
    id: Id,
    filename: z.string(),
    contentType: z.string(),
    'date-created': z.string(),
    size: z.string(),
    thumbnail: Id.nullable(),
    ...OurFileFields,
    latest_jobs: z.array(LatestJob).optional().meta({ description: 'only with include=jobs' }),
  })
  .meta({ id: 'DatasetFile' });
export type DatasetFile = z.infer<typeof DatasetFile>;

/** Everything about a file but its bytes. Clowder v1's fields are all strings, sizes too. */
export const FileInfo = z
  .object({
    id: Id,
    filename: z.string(),
    filedescription: z.string(),
    'content-type': z.string(),
    'date-created': z.string(),
    size: z.string(),
    thumbnail: Id.nullable(),
    authorId: z.string(),
    status: z.string(),
    views: z.string(),
    downloads: z.string(),
    path: z.string(),
    ...OurFileFields,
    mime: z.object({ by_name: z.string().nullable(), by_content: z.string().nullable() }),
    dataset: z.object({ id: Id, name: z.string() }),
    tags: z.array(z.string()),
    previews: z.array(Preview),
    metadata_count: z.number().int().nonnegative(),
  })
  .meta({ id: 'FileInfo' });
export type FileInfo = z.infer<typeof FileInfo>;

export const UploadedFile = z
  .object({
    id: Id,
    name: z.string(),
    status: z.string(),
    thumbnail: Id.nullable(),
    created: z.string().meta({ description: "as Java's Date.toString, for Clowder's clients" }),
    resource_type: z.literal('file'),
  })
  .meta({ id: 'UploadedFile' });
export type UploadedFile = z.infer<typeof UploadedFile>;

/** One file answers `{id}`, more answer `{ids}`, as Clowder v1 does. */
export const UploadAnswer = z.union([z.object({ id: Id }), z.object({ ids: z.array(UploadedFile) })]);
export type UploadAnswer = z.infer<typeof UploadAnswer>;

const DownloadQuery = BytesQuery.extend({
  tracking: flag('true').meta({ description: 'whether it counts as a download' }),
});

export const fileContracts = {
  listFiles: {
    tag: 'files',
    summary: 'List the files of all datasets, newest first',
    query: z.object({
      limit: limit(200, 50),
      after: Id.optional().meta({ description: 'id of the last file of the page before' }),
    }),
    answer: z.array(DatasetFile),
  },
  downloadFile: {
    tag: 'files',
    summary: "Download a file's bytes; Range and HEAD work",
    params: IdParams,
    query: DownloadQuery,
  },
  downloadFileBlob: {
    tag: 'files',
    summary: "Download a file's bytes (Clowder's second name for it)",
    params: IdParams,
    query: DownloadQuery,
  },
  showFile: {
    tag: 'files',
    summary: 'Show a file: everything but its bytes',
    params: IdParams,
    answer: FileInfo,
  },
  deleteFile: {
    tag: 'files',
    summary: 'Delete a file; its jobs are kept',
    params: IdParams,
    answer: Success,
  },
  removeFile: {
    tag: 'files',
    summary: "Delete a file (Clowder's second name for it)",
    params: IdParams,
    answer: Success,
  },
  uploadFiles: {
    tag: 'files',
    summary:
      'Upload files (multipart, any part name) to a dataset of yours that is kept for those without one',
    query: z.object({ extract: flag('true') }),
    multipart: true,
    answer: UploadAnswer,
  },
  describeFile: {
    tag: 'files',
    summary: 'Change the description of a file',
    params: IdParams,
    body: z.object({ description: z.string().max(10_000) }).loose(),
    answer: Success,
  },
  renameFile: {
    tag: 'files',
    summary: 'Rename a file; its type stays what it was',
    params: IdParams,
    body: z.object({ name: z.string().trim().min(1, 'A file needs a name.').max(10_000) }).loose(),
    answer: Success,
  },
} satisfies RouteContracts;
