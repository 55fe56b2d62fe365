import type { Extractor } from '@pawprint/protocol';

/** The extractors that have every word of `q` in their name, description, author or categories, sorted by name. */
export const matchingExtractors = <Each extends Extractor>(
  extractors: readonly Each[],
  q: string,
): readonly Each[] => {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return extractors
    .filter((extractor) => words.every((word) => searchedText(extractor).includes(word)))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
};

const searchedText = ({ name, description, author, categories }: Extractor): string =>
  [name, description, author, ...categories].join(' ').toLowerCase();
