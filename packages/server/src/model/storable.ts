/** What a text column cannot hold: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** Text as PostgreSQL can hold it: what it cannot hold stays visible as U+FFFD. */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '\uFFFD');

const storableValue = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  return value !== null && typeof value === 'object' ? storableRecord(value) : value;
};

/** A JSON object as a jsonb column can hold it, keys and values. */
export const storableRecord = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [storableText(key), storableValue(value)]));

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
