import type { PreviewsOfFile, Preview as WirePreview } from '@pawprint/protocol';
import type { Preview } from '../model/preview.ts';
import { time } from './time.ts';

export const previewToWire = (preview: Preview): WirePreview => ({
  id: preview.id,
  title: preview.title,
  contentType: preview.mime,
  size_bytes: preview.sizeBytes,
  extractor: preview.extractor,
  job_id: preview.jobId,
  created_at: time(preview.createdAt),
});

export const listedPreviewToWire = ({ id, title, mime }: Preview) => ({
  id,
  filename: title,
  contentType: mime,
});

export const previewsOfFileToWire = (fileId: string, previews: readonly Preview[]): PreviewsOfFile => ({
  file_id: fileId,
  previews: previews.map(({ id, mime, sizeBytes }) => ({
    pv_id: id,
    p_id: '',
    p_path: '',
    p_main: '',
    pv_route: `/api/previews/${id}`,
    pv_contenttype: mime,
    pv_length: String(sizeBytes),
  })),
});
