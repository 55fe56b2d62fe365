import { Success } from '../data/success.ts';
import { IdParams } from '../http/fields.ts';
import type { RouteContracts } from '../http/route.ts';

const notOffered = {
  tag: 'archive',
  summary: 'Not offered: files are not archived',
  params: IdParams,
  answer: Success,
};

/** Known, so that they can say why not. */
export const archiveRoutes = {
  sendArchiveRequest: notOffered,
  sendUnarchiveRequest: notOffered,
  archiveFile: notOffered,
  unarchiveFile: notOffered,
  queueArchival: notOffered,
  queueUnarchival: notOffered,
} satisfies RouteContracts;
