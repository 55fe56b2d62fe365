import { type Caller, responsibleUser } from '../model/caller.ts';
import type { Extractor } from '../model/extractor.ts';
import { noSuchExtractor, type Refusal } from '../model/refusal.ts';
import type { Database } from '../store/database.ts';
import { readExtractor, readExtractors } from '../store/extractors/extractors.ts';

/** Only its owner and administrators see a private extractor. */
export const isVisibleTo = ({ owner }: Pick<Extractor, 'owner'>, caller: Caller): boolean =>
  owner === null || owner === responsibleUser(caller) || (caller.kind === 'user' && caller.role === 'admin');

export const visibleExtractors = async (db: Database, caller: Caller): Promise<Extractor[]> =>
  (await readExtractors(db)).filter((extractor) => isVisibleTo(extractor, caller));

export const visibleExtractor = async (
  db: Database,
  caller: Caller,
  name: string,
): Promise<Extractor | Refusal> => {
  const extractor = await readExtractor(db, name);
  return extractor && isVisibleTo(extractor, caller) ? extractor : noSuchExtractor(name);
};
