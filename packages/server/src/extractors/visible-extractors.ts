import { extractorGrantOf } from '../access/rights.ts';
import type { Caller } from '../model/caller.ts';
import type { Extractor } from '../model/extractor.ts';
import type { Database } from '../store/database.ts';
import { readExtractors } from '../store/extractors/extractors.ts';

interface ExtractorPick {
  readonly categories?: readonly string[] | undefined;
  /** Of this name alone. */
  readonly name?: string | undefined;
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
  { categories, name, after = '', limit = LONGEST_PAGE }: ExtractorPick = {},
): Promise<ExtractorPage> => {
  const isWanted = hasCategory(categories);
  const grant = extractorGrantOf(caller, 'see');
  const found: Extractor[] = [];
  for (let from = after; found.length <= limit; ) {
    const rows = await readExtractors(db, { grant, name, after: from, limit: limit + 1 });
    found.push(...rows.filter(isWanted));
    if (rows.length <= limit) break;
    from = rows.at(-1)?.name ?? from;
  }
  const extractors = found.slice(0, limit);
  return { extractors, next: found.length > limit ? (extractors.at(-1)?.name ?? null) : null };
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
