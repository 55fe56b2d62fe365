import { type Handlers, refuse } from '../handler.ts';

type ArchiveRouteName =
  | 'sendArchiveRequest'
  | 'sendUnarchiveRequest'
  | 'archiveFile'
  | 'unarchiveFile'
  | 'queueArchival'
  | 'queueUnarchival';

const NOT_OFFERED = refuse(
  'not_offered',
  'Files are not archived here: their bytes stay where they are. Submit to an extractor of your own instead.',
);

const notOffered = async () => NOT_OFFERED;

export const archiveHandlers: Handlers<ArchiveRouteName> = {
  sendArchiveRequest: notOffered,
  sendUnarchiveRequest: notOffered,
  archiveFile: notOffered,
  unarchiveFile: notOffered,
  queueArchival: notOffered,
  queueUnarchival: notOffered,
};
