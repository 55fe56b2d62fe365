import { requireDataset, requireFile } from '../../access/require-resource.ts';
import { deleteFile, describeFile, renameFile } from '../../datasets/files/files.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import { countDownload, listFiles } from '../../store/datasets/files.ts';
import { countMetadata } from '../../store/datasets/metadata.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { listTags } from '../../store/datasets/tags.ts';
import { readLatestJobs } from '../../store/jobs/file-status.ts';
import { datasetFileToWire, fileToWire, latestJobToWire } from '../../wire/file.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { sendJsonList } from '../send-json-list.ts';
import { isPageEnd, isYes, NO_SUCH_PAGE } from './request-fields.ts';
import { sendBytes } from './send-bytes.ts';

type FileRouteName =
  | 'downloadFile'
  | 'downloadFileBlob'
  | 'showFile'
  | 'renameFile'
  | 'describeFile'
  | 'deleteFile'
  | 'removeFile';

/** Both download routes take the same. */
type DownloadRequest = Pick<HandlerRequest<'downloadFile'>, 'caller' | 'params' | 'query' | 'raw' | 'reply'>;

export const fileHandlers = (ports: DatasetPorts): Handlers<FileRouteName> => {
  const download = async (request: DownloadRequest) => {
    const file = await requireFile(ports, request.caller, 'see', request.params.id);
    if ('refused' in file) return file;
    if (isDownload(request)) await countDownload(ports.db, file.id);
    return sendBytes(ports, { ...file, modifiedAt: file.createdAt }, request);
  };

  const remove = async ({ caller, params }: Pick<HandlerRequest<'deleteFile'>, 'caller' | 'params'>) =>
    (await deleteFile(ports, caller, params.id)) ?? ok({ status: 'success' as const });

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

    describeFile: async ({ caller, params, body }) => {
      const done = await describeFile(ports, caller, params.id, body.description);
      return 'refused' in done ? done : ok({ status: 'success' });
    },

    deleteFile: remove,
    removeFile: remove,
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
type ListRequest = Pick<HandlerRequest<'listDatasetFiles'>, 'caller' | 'params' | 'query' | 'reply'>;

export const fileListHandlers = (ports: DatasetPorts): Handlers<FileListRouteName> => {
  const ofDataset = async ({ caller, params, query, reply }: ListRequest) => {
    if (!isPageEnd(query.after)) return NO_SUCH_PAGE;
    const dataset = await requireDataset(ports, caller, 'see', params.id);
    if ('refused' in dataset) return dataset;
    return sendJsonList(reply, listByGroups(ports, dataset.id, query), (file) => [JSON.stringify(file)]);
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

/** Read and written together: a dataset can have a hundred thousand files. */
const GROUP_SIZE = 500;

/** `max` of them, or all where it is negative. */
async function* listByGroups(
  { db, now }: DatasetPorts,
  datasetId: string,
  { max, after, include }: ListRequest['query'],
) {
  let left = max < 0 ? Number.POSITIVE_INFINITY : max;
  let last = after;
  while (left > 0) {
    const page = { limit: Math.min(left, GROUP_SIZE), after: last };
    const files = await listFiles(db, { datasetId }, page);
    const ids = files.map(({ id }) => id);
    const jobs = include === 'jobs' ? await readLatestJobs(db, ids) : undefined;
    const at = now();
    yield files.map((file) =>
      datasetFileToWire(
        file,
        jobs?.get(file.id)?.map((job) => latestJobToWire(job, at)),
      ),
    );
    if (files.length < page.limit) return;
    left -= files.length;
    last = ids.at(-1);
  }
}
