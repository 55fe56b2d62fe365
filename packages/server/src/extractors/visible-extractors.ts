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

/** Whether an extractor is of one of these categories, whatever their case; all are if no category is given. */
export const hasCategory = (
  wanted: readonly string[] = [],
): ((extractor: Pick<Extractor, 'info'>) => boolean) => {
  const categories = new Set(wanted.map((category) => category.toUpperCase()));
  return (extractor) =>
    categories.size === 0 ||
    categoriesOf(extractor).some(
      (category) => typeof category === 'string' && categories.has(category.toUpperCase()),
    );
};

/** The category of an extractor that announces none. */
const DEFAULT_CATEGORIES = ['EXTRACT'];

const categoriesOf = ({ info }: Pick<Extractor, 'info'>): readonly unknown[] =>
  Array.isArray(info.categories) ? info.categories : DEFAULT_CATEGORIES;
