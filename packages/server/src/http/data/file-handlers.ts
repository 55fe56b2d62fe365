import { deleteFile } from '../../data/delete-file.ts';
import type { DataPorts } from '../../data/ports.ts';
import { reachFile } from '../../data/reach.ts';
import { renameFile } from '../../data/rename-file.ts';
import { countDownload } from '../../store/data/files.ts';
import { countMetadata } from '../../store/data/metadata.ts';
import { listPreviews } from '../../store/data/previews.ts';
import { listTags } from '../../store/data/tags.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { wireFileInfo } from './file-wire.ts';
import { isYes } from './flag.ts';
import { sendBytes } from './send-bytes.ts';

type FileRouteName = 'downloadFile' | 'downloadFileBlob' | 'showFile' | 'renameFile' | 'deleteFile';

/** Both routes are given the same. */
type DownloadRequest = Pick<HandlerRequest<'downloadFile'>, 'caller' | 'params' | 'query' | 'raw' | 'reply'>;

/** Where a person fetches a file from its beginning: not where a player asks for the next part, or an extractor works. */
const isDownload = ({ caller, query, raw }: DownloadRequest): boolean =>
  isYes(query.tracking) &&
  caller.kind === 'user' &&
  raw.method === 'GET' &&
  /^bytes=0-|^$/.test(raw.headers.range ?? '');

export const fileHandlers = (ports: DataPorts): Handlers<FileRouteName> => {
  const download = async (request: DownloadRequest) => {
    const file = await reachFile(ports, request.caller, 'see', request.params.id);
    if ('refused' in file) return file;
    if (isDownload(request)) await countDownload(ports.db, file.id);
    return sendBytes(ports.blobs, { ...file, modifiedAt: file.createdAt }, request);
  };

  return {
    downloadFile: download,
    downloadFileBlob: download,

    showFile: async ({ caller, params }) => {
      const file = await reachFile(ports, caller, 'see', params.id);
      if ('refused' in file) return file;
      const resource = { type: 'file', id: file.id } as const;
      const [tags, previews, metadataCount] = await Promise.all([
        listTags(ports.db, resource),
        listPreviews(ports.db, resource),
        countMetadata(ports.db, resource),
      ]);
      return ok(wireFileInfo(file, { tags, previews, metadataCount }));
    },

    renameFile: async ({ caller, params, body }) => {
      const done = await renameFile(ports, caller, params.id, body.name);
      return 'refused' in done ? done : ok({ status: 'success' });
    },

    deleteFile: async ({ caller, params }) =>
      (await deleteFile(ports, caller, params.id)) ?? ok({ status: 'success' }),
  };
};
