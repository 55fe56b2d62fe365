import { z } from 'zod';
import { Id, IdParams, limit } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';
import { BytesQuery } from './bytes-query.ts';
import { DatasetFile, FileInfo } from './file.ts';
import { Flag } from './flag.ts';
import { Success } from './success.ts';

const DownloadQuery = BytesQuery.extend({
  tracking: Flag('true').meta({ description: 'whether it counts as a download' }),
});

export const fileRoutes = {
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
  renameFile: {
    tag: 'files',
    summary: 'Rename a file; its type stays what it was',
    params: IdParams,
    body: z.object({ name: z.string().min(1).max(10_000) }).loose(),
    answer: Success,
  },
} satisfies RouteContracts;
