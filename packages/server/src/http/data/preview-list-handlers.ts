import type { DataPorts } from '../../data/ports.ts';
import { reachFile } from '../../data/reach.ts';
import { listPreviews } from '../../store/data/previews.ts';
import { type Handlers, ok } from '../handler.ts';
import { wireListedPreview, wirePreviewsOfFile } from './preview-wire.ts';

type PreviewListRouteName = 'listFilePreviews' | 'getFilePreviews';

export const previewListHandlers = (ports: DataPorts): Handlers<PreviewListRouteName> => ({
  listFilePreviews: async ({ caller, params }) => {
    const file = await reachFile(ports, caller, 'see', params.id);
    if ('refused' in file) return file;
    const previews = await listPreviews(ports.db, { type: 'file', id: file.id });
    return ok(previews.map(wireListedPreview));
  },

  getFilePreviews: async ({ caller, params }) => {
    const file = await reachFile(ports, caller, 'see', params.id);
    if ('refused' in file) return file;
    const previews = await listPreviews(ports.db, { type: 'file', id: file.id });
    return ok([wirePreviewsOfFile(file.id, previews)]);
  },
});
