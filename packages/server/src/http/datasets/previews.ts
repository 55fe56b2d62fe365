import { requireFile, requirePreview } from '../../access/require-resource.ts';
import type { DatasetPorts } from '../../datasets/ports.ts';
import {
  type Attachment,
  attachPreview,
  deletePreview,
  describePreview,
} from '../../datasets/previews/attach-preview.ts';
import { storePreview } from '../../datasets/previews/store-preview.ts';
import type { PreviewKind } from '../../model/preview.ts';
import { PREVIEW_NOT_FOUND } from '../../model/refusal.ts';
import { listPreviews } from '../../store/datasets/previews.ts';
import { listedPreviewToWire, previewsOfFileToWire } from '../../wire/preview.ts';
import { type HandlerRequest, type Handlers, ok } from '../handler.ts';
import { outputKeyOf } from './request-fields.ts';
import { sendBytes } from './send-bytes.ts';
import { uploadParts } from './upload-parts.ts';

type PreviewRouteName =
  | 'uploadPreview'
  | 'downloadPreview'
  | 'deletePreview'
  | 'uploadThumbnail'
  | 'downloadThumbnail'
  | 'downloadThumbnailBlob'
  | 'deleteThumbnail';

/** Routes of previews and of thumbnails take the same. */
type UploadRequest = Pick<HandlerRequest<'uploadPreview'>, 'caller' | 'raw' | 'signal'>;
type DownloadRequest = Pick<
  HandlerRequest<'downloadPreview'>,
  'caller' | 'params' | 'query' | 'raw' | 'reply'
>;

const SUCCESS = ok({ status: 'success' as const });

export const previewHandlers = (ports: DatasetPorts): Handlers<PreviewRouteName> => {
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
    const preview = await requirePreview(ports, request.caller, 'see', request.params.id);
    if ('refused' in preview) return preview;
    if (preview.kind !== kind) return PREVIEW_NOT_FOUND;
    const { title: name, createdAt: modifiedAt } = preview;
    return sendBytes(ports, { ...preview, name, modifiedAt }, request);
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
    downloadThumbnailBlob: download('thumbnail'),
    deletePreview: remove('preview'),
    deleteThumbnail: remove('thumbnail'),
  };
};

type AttachmentRouteName =
  | 'attachPreview'
  | 'attachCollectionPreview'
  | 'attachThumbnail'
  | 'addPreviewMetadata';

export const previewAttachmentHandlers = (ports: DatasetPorts): Handlers<AttachmentRouteName> => {
  const attach = async (attachment: Attachment) => {
    const done = await attachPreview(ports, attachment);
    return 'refused' in done ? done : SUCCESS;
  };

  return {
    attachPreview: ({ caller, params: { id, preview_id: previewId }, body }) =>
      attach({
        kind: 'preview',
        caller,
        to: { type: 'file', id },
        previewId,
        extractorId: body?.extractor_id,
      }),

    attachCollectionPreview: ({ caller, params: { id, preview_id: previewId }, body }) =>
      attach({
        kind: 'preview',
        caller,
        to: { type: 'collection', id },
        previewId,
        extractorId: body?.extractor_id,
      }),

    attachThumbnail: ({ caller, params: { id, thumbnail_id: previewId } }) =>
      attach({ kind: 'thumbnail', caller, to: { type: 'file', id }, previewId }),

    addPreviewMetadata: async ({ caller, params, body }) => {
      const { section_id: sectionId, file_id: fileId, ...details } = body;
      const done = await describePreview(ports, caller, params.id, { sectionId, fileId, details });
      return 'refused' in done ? done : SUCCESS;
    },
  };
};

type PreviewListRouteName = 'listFilePreviews' | 'getFilePreviews';

export const previewListHandlers = (ports: DatasetPorts): Handlers<PreviewListRouteName> => ({
  listFilePreviews: async ({ caller, params }) => {
    const file = await requireFile(ports, caller, 'see', params.id);
    if ('refused' in file) return file;
    const previews = await listPreviews(ports.db, { type: 'file', id: file.id });
    return ok(previews.map(listedPreviewToWire));
  },

  getFilePreviews: async ({ caller, params }) => {
    const file = await requireFile(ports, caller, 'see', params.id);
    if ('refused' in file) return file;
    const previews = await listPreviews(ports.db, { type: 'file', id: file.id });
    return ok([previewsOfFileToWire(file.id, previews)]);
  },
});
