import { Success } from '../data/success.ts';
import { IdParams } from '../http/fields.ts';
import { clowderRoute } from '../http/route.ts';

const notOffered = <Path extends `/api/${string}`>(path: Path) =>
  clowderRoute({
    method: 'POST',
    path,
    tag: 'archive',
    summary: 'Not offered: files are not archived',
    params: IdParams,
    answer: Success,
  });

/** Known, so that they can say why not. */
export const archiveRoutes = {
  sendArchiveRequest: notOffered('/api/files/:id/sendArchiveRequest'),
  sendUnarchiveRequest: notOffered('/api/files/:id/sendUnarchiveRequest'),
  archiveFile: notOffered('/api/files/:id/archive'),
  unarchiveFile: notOffered('/api/files/:id/unarchive'),
  queueArchival: notOffered('/api/datasets/:id/queueArchival'),
  queueUnarchival: notOffered('/api/datasets/:id/queueUnarchival'),
};
