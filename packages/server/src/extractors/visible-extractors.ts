import { type Caller, responsibleUser } from '../model/caller.ts';
import type { Extractor } from '../model/extractor.ts';
import { noSuchExtractor, type Refusal } from '../model/refusal.ts';
import type { Database } from '../store/database.ts';
import { readExtractor, readExtractors } from '../store/extractors/extractors.ts';

/** Only its owner and administrators see a private extractor. */
export const isVisibleTo = ({ owner }: Pick<Extractor, 'owner'>, caller: Caller): boolean =>
  owner === null || owner === responsibleUser(caller) || (caller.kind === 'user' && caller.role === 'admin');

interface ExtractorPick {
  readonly categories?: readonly string[] | undefined;
  /** The name after which the page begins. */
  readonly after?: string | undefined;
  /** Default: what one answer contains at most. */
  readonly limit?: number | undefined;
}

const LONGEST_PAGE = 1_000;

interface ExtractorPage {
  readonly extractors: readonly Extractor[];
  /** The name after which the next page begins; null after the last page. */
  readonly next: string | null;
}

/** A page of the extractors that a caller sees, in the order of their names. */
export const visibleExtractors = async (
  db: Database,
  caller: Caller,
  { categories, after = '', limit = LONGEST_PAGE }: ExtractorPick = {},
): Promise<ExtractorPage> => {
  const isWanted = hasCategory(categories);
  const found: Extractor[] = [];
  for (let from = after; found.length <= limit; ) {
    const rows = await readExtractors(db, { after: from, limit: limit + 1 });
    found.push(...rows.filter((extractor) => isVisibleTo(extractor, caller) && isWanted(extractor)));
    if (rows.length <= limit) break;
    from = rows.at(-1)?.name ?? from;
  }
  const extractors = found.slice(0, limit);
  return { extractors, next: found.length > limit ? (extractors.at(-1)?.name ?? null) : null };
};

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
