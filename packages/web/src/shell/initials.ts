/** "Ana Ruiz" → "AR", "admin" → "A". */
export const initials = (name: string): string => {
  const names = name.trim().split(/\s+/u);
  return names.length > 1 ? firstLetter(names[0]) + firstLetter(names.at(-1)) : firstLetter(names[0]);
};

/** A segmenter keeps letters whole that take two code units. */
const letters = new Intl.Segmenter();

const firstLetter = (name = ''): string => {
  for (const { segment } of letters.segment(name)) return segment.toLocaleUpperCase();
  return '';
};
