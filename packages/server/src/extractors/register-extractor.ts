import type { ExtractorInfo } from '@pawprint/protocol';
import type { Announcement } from '../model/extractor.ts';
import { storableText } from '../model/storable.ts';
import { writeExtractor, writeExtractorVersion } from '../store/extractors/extractors.ts';
import type { ExtractorPorts } from './ports.ts';

/**
 * Takes in what an extractor says of itself: a new one, a new version, or the same again. It is given what happens from
 * now on; files that are there already stay as they are. Answers the extractor's id.
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
