import { requireDataset, requireFile } from '../../access/require-resource.ts';
import { deleteFile, renameFile } from '../../datasets/files/files.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { countDownload, listFiles } from '../../store/datasets/files.ts';
import { countMetadata } from '../../store/datasets/metadata.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { listTags } from '../../store/datasets/tags.ts';
import { readLatestJobs } from '../../store/jobs/file-status.ts';
import { datasetFileToWire, fileToWire, latestJobToWire } from '../../wire/file.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { isPageEnd, isYes, NO_SUCH_PAGE } from './request-fields.ts';
import { sendBytes } from './send-bytes.ts';

type FileRouteName = 'downloadFile' | 'downloadFileBlob' | 'showFile' | 'renameFile' | 'deleteFile';

/** Both download routes take the same. */
type DownloadRequest = Pick<HandlerRequest<'downloadFile'>, 'caller' | 'params' | 'query' | 'raw' | 'reply'>;

export const fileHandlers = (ports: DatasetPorts): Handlers<FileRouteName> => {
  const download = async (request: DownloadRequest) => {
    const file = await requireFile(ports, request.caller, 'see', request.params.id);
    if ('refused' in file) return file;
    if (isDownload(request)) await countDownload(ports.db, file.id);
    return sendBytes(ports.blobs, { ...file, modifiedAt: file.createdAt }, request);
  };

  return {
    downloadFile: download,
    downloadFileBlob: download,

    showFile: async ({ caller, params }) => {
      const file = await requireFile(ports, caller, 'see', params.id);
      if ('refused' in file) return file;
      const resource = { type: 'file', id: file.id } as const;
      const [tags, previews, metadataCount] = await Promise.all([
        listTags(ports.db, resource),
        listPreviews(ports.db, resource),
        countMetadata(ports.db, resource),
      ]);
      return ok(fileToWire(file, { tags, previews, metadataCount }));
    },

    renameFile: async ({ caller, params, body }) => {
      const done = await renameFile(ports, caller, params.id, body.name);
      return 'refused' in done ? done : ok({ status: 'success' });
    },

    deleteFile: async ({ caller, params }) =>
      (await deleteFile(ports, caller, params.id)) ?? ok({ status: 'success' }),
  };
};

/** Whether a request counts as a download: a person's, from the file's beginning, so not a player's next range. */
const isDownload = ({ caller, query, raw }: DownloadRequest): boolean =>
  isYes(query.tracking) &&
  caller.kind === 'user' &&
  raw.method === 'GET' &&
  /^bytes=0-|^$/.test(raw.headers.range ?? '');

type FileListRouteName = 'listFiles' | 'listDatasetFiles' | 'listAllDatasetFiles' | 'listTopDatasetFiles';

/** The three routes of a dataset's files take the same. */
type ListRequest = Pick<HandlerRequest<'listDatasetFiles'>, 'caller' | 'params' | 'query'>;

export const fileListHandlers = (ports: DatasetPorts): Handlers<FileListRouteName> => {
  const ofDataset = async ({ caller, params, query: { max, after, include } }: ListRequest) => {
    if (!isPageEnd(after)) return NO_SUCH_PAGE;
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    const files = await listFiles(
      ports.db,
      { datasetId: dataset.id },
      { limit: max < 0 ? undefined : max, after },
    );
    if (include !== 'jobs') return ok(files.map((file) => datasetFileToWire(file)));
    const now = ports.now();
    const jobs = await readLatestJobs(
      ports.db,
      files.map(({ id }) => id),
    );
    return ok(
      files.map((file) =>
        datasetFileToWire(file, jobs.get(file.id)?.map((job) => latestJobToWire(job, now)) ?? []),
      ),
    );
  };

  return {
    listFiles: async ({ caller, query: { limit, after } }) => {
      if (!isPageEnd(after)) return NO_SUCH_PAGE;
      const files = await listFiles(ports.db, { grant: ports.grantOf(caller, 'see') }, { limit, after });
      return ok(files.map((file) => datasetFileToWire(file)));
    },

    listDatasetFiles: ofDataset,
    listAllDatasetFiles: ofDataset,
    // Without folders, every file is at the top.
    listTopDatasetFiles: ofDataset,
  };
};
