import { storableText } from '../store/storable.ts';

/** Whitespace collapsed, empty ones dropped, each once, in the order given. */
export const tagNames = (given: readonly string[]): string[] => {
  const names = given.map((tag) => storableText(tag).replace(/\s+/gu, ' ').trim());
  return [...new Set(names.filter((name) => name !== ''))];
};
