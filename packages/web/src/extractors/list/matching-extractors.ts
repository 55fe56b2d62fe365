import type { Extractor } from '@pawprint/protocol';

const textOf = ({ name, description, author, categories }: Extractor): string =>
  [name, description, author, ...categories].join(' ').toLowerCase();

/** Those that have every word of `q` somewhere in what they say of themselves, by name. */
export const matchingExtractors = (extractors: readonly Extractor[], q: string): readonly Extractor[] => {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return extractors
    .filter((extractor) => words.every((word) => textOf(extractor).includes(word)))
    .toSorted((one, other) => one.name.localeCompare(other.name, 'en'));
};
