import { type Attachment, attachPreview } from '../../data/attach-preview.ts';
import { describePreview } from '../../data/describe-preview.ts';
import type { DataPorts } from '../../data/ports.ts';
import { type Handlers, ok } from '../handler.ts';

type AttachmentRouteName =
  | 'attachPreview'
  | 'attachCollectionPreview'
  | 'attachThumbnail'
  | 'addPreviewMetadata';

const SUCCESS = ok({ status: 'success' as const });

export const previewAttachmentHandlers = (ports: DataPorts): Handlers<AttachmentRouteName> => {
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
