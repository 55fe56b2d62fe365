import { uploadForExtraction } from '../../datasets/uploads/upload-to-dataset.ts';
import { refuse } from '../../model/refusal.ts';
import { uploadParts } from '../datasets/upload-parts.ts';
import { type Handlers, ok } from '../handler.ts';
import type { ClowderPorts } from './ports.ts';

type UploadRouteName = 'uploadForExtraction' | 'uploadFromUrl' | 'uploadFromUrls';

const NOT_FETCHED = refuse(
  'not_offered',
  'The server fetches no addresses for its clients: it may reach what they must not. Download the file and upload it.',
);

export const uploadHandlers = ({ data }: ClowderPorts): Handlers<UploadRouteName> => ({
  uploadForExtraction: async ({ caller, query, raw, signal }) => {
    const stored = await uploadForExtraction(data, {
      caller,
      parts: uploadParts(raw),
      signal,
      extract: query.extract === 'true' || query.extract === '1',
      outputKey: null,
    });
    return 'refused' in stored ? stored : ok({ id: stored.files[0]?.id ?? '' });
  },
  uploadFromUrl: async () => NOT_FETCHED,
  uploadFromUrls: async () => NOT_FETCHED,
});

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
