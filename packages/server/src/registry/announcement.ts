import type { ExtractorInfo } from '@pawprint/protocol';
import { storableText } from '../store/storable.ts';
import type { Announcement } from './extractor.ts';

/** @param belongs how it is registered, where that is not as it calls itself, and whose it is */
export const announcementOf = (
  { process, ...info }: ExtractorInfo,
  belongs: { readonly name: string; readonly owner: string | null } = { name: info.name, owner: null },
): Announcement => ({
  ...belongs,
  version: storableText(info.version),
  process: {
    file: process.file ?? [],
    dataset: process.dataset ?? [],
    metadata: process.metadata ?? [],
  },
  info,
});
