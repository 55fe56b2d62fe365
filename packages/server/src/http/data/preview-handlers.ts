import { deletePreview } from '../../data/delete-preview.ts';
import type { DataPorts } from '../../data/ports.ts';
import type { PreviewKind } from '../../data/preview.ts';
import { reachPreview } from '../../data/reach.ts';
import { PREVIEW_NOT_FOUND } from '../../data/refusals.ts';
import { storePreview } from '../../data/store-preview.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { outputKeyOf } from './output-key.ts';
import { sendBytes } from './send-bytes.ts';
import { uploadParts } from './upload-parts.ts';

type PreviewRouteName =
  | 'uploadPreview'
  | 'downloadPreview'
  | 'deletePreview'
  | 'uploadThumbnail'
  | 'downloadThumbnail'
  | 'deleteThumbnail';

/** What previews and thumbnails are given alike. */
type UploadRequest = Pick<HandlerRequest<'uploadPreview'>, 'caller' | 'raw' | 'signal'>;
type DownloadRequest = Pick<
  HandlerRequest<'downloadPreview'>,
  'caller' | 'params' | 'query' | 'raw' | 'reply'
>;

const SUCCESS = ok({ status: 'success' as const });

export const previewHandlers = (ports: DataPorts): Handlers<PreviewRouteName> => {
  const upload =
    (kind: PreviewKind) =>
    async ({ caller, raw, signal }: UploadRequest) => {
      const output = outputKeyOf(raw);
      if ('refused' in output) return output;
      const parts = uploadParts(raw);
      const stored = await storePreview(ports, { kind, caller, parts, signal, outputKey: output.key });
      return 'refused' in stored ? stored : ok(stored);
    };

  const download = (kind: PreviewKind) => async (request: DownloadRequest) => {
    const preview = await reachPreview(ports, request.caller, 'see', request.params.id);
    if ('refused' in preview) return preview;
    if (preview.kind !== kind) return PREVIEW_NOT_FOUND;
    const { title: name, createdAt: modifiedAt } = preview;
    return sendBytes(ports.blobs, { ...preview, name, modifiedAt }, request);
  };

  const remove =
    (kind: PreviewKind) =>
    async ({ caller, params }: Pick<HandlerRequest<'deletePreview'>, 'caller' | 'params'>) => {
      const done = await deletePreview(ports, caller, kind, params.id);
      return 'refused' in done ? done : SUCCESS;
    };

  return {
    uploadPreview: upload('preview'),
    uploadThumbnail: upload('thumbnail'),
    downloadPreview: download('preview'),
    downloadThumbnail: download('thumbnail'),
    deletePreview: remove('preview'),
    deleteThumbnail: remove('thumbnail'),
  };
};
