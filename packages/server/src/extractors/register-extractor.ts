import type { ExtractorInfo } from '@pawprint/protocol';
import type { Announcement } from '../model/extractor.ts';
import { storableText } from '../model/storable.ts';
import { writeExtractor, writeExtractorVersion } from '../store/extractors/extractors.ts';
import type { ExtractorPorts } from './ports.ts';

/**
 * Registers an extractor, a new version of one, or the same again. It gets jobs for data changes from now on, and none
 * for files that were uploaded before. Answers the extractor's id.
 */
export const registerExtractor = (
  { db, now, autoEnable }: ExtractorPorts,
  announced: Announcement,
): Promise<string> =>
  db.transaction().execute(async (trx) => {
    const at = now();
    const id = await writeExtractor(trx, announced, autoEnable, at);
    await writeExtractorVersion(trx, announced, at);
    return id;
  });

/** @param registered name and owner of a private extractor, which is not registered under the name that it gives itself */
export const announcementOf = (
  { process, ...info }: ExtractorInfo,
  registered: { readonly name: string; readonly owner: string | null } = { name: info.name, owner: null },
): Announcement => ({
  ...registered,
  version: storableText(info.version),
  process: {
    file: process.file ?? [],
    dataset: process.dataset ?? [],
    metadata: process.metadata ?? [],
  },
  info,
});
