const letters = new Intl.Segmenter();

const first = (word = ''): string => {
  for (const { segment } of letters.segment(word)) return segment.toLocaleUpperCase();
  return '';
};

/** "Ana Ruiz" → "AR", "admin" → "A". */
export const initials = (name: string): string => {
  const words = name.trim().split(/\s+/u);
  return words.length > 1 ? first(words[0]) + first(words.at(-1)) : first(words[0]);
};
