import type { Extractor } from '../../model/extractor.ts';

/** What an extractor is that does not say. */
const USUAL = ['EXTRACT'];

const categoriesOf = ({ info }: Pick<Extractor, 'info'>): readonly unknown[] =>
  Array.isArray(info.categories) ? info.categories : USUAL;

/** Whether an extractor is of any of the categories, in any case; without categories, every one is. */
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
