import { uploadForExtraction } from '../../data/upload-for-extraction.ts';
import { uploadParts } from '../data/upload-parts.ts';
import { type Handlers, ok, refuse } from '../handler.ts';
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
