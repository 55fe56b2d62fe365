import { writeExtractor, writeExtractorVersion } from '../store/extractors/write-extractor.ts';
import type { Announcement } from './extractor.ts';
import type { RegistryPorts } from './ports.ts';

/**
 * Takes in what an extractor says of itself: a new one, a new version, or the same again. It is given what happens from
 * now on; files that are there already stay as they are. Answers the extractor's id.
 */
export const registerExtractor = (
  { db, now, autoEnable }: RegistryPorts,
  announced: Announcement,
): Promise<string> =>
  db.transaction().execute(async (trx) => {
    const at = now();
    const id = await writeExtractor(trx, announced, autoEnable, at);
    await writeExtractorVersion(trx, announced, at);
    return id;
  });
