const MOST_LEVELS = 200;

/**
 * Whether a document nests so deep that parsers down the line (PostgreSQL's too) would end on a full stack. Nothing that
 * people or extractors mean does.
 */
export const isTooDeep = (document: unknown): boolean => nestsDeeperThan(document, MOST_LEVELS);

const nestsDeeperThan = (value: unknown, levels: number): boolean => {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((inner) => nestsDeeperThan(inner, levels - 1));
};
