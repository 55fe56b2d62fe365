import type { Extractor } from '../../model/extractor.ts';

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
