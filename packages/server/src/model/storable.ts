/** What a text column cannot store: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\0|\p{Surrogate}/gu;

/** Text that PostgreSQL can store: every character it cannot store becomes U+FFFD. */
export const storableText = (text: string): string => text.replace(UNSTORABLE, '\uFFFD');

const storableValue = (value: unknown): unknown => {
  if (typeof value === 'string') return storableText(value);
  if (Array.isArray(value)) return value.map(storableValue);
  return value !== null && typeof value === 'object' ? storableRecord(value) : value;
};

/** A JSON object, keys and values, that a jsonb column can store. */
export const storableRecord = (record: object): Record<string, unknown> =>
  Object.fromEntries(Object.entries(record).map(([key, value]) => [storableText(key), storableValue(value)]));

const MAX_LEVELS = 200;

/** Whether a document is nested so deeply that a parser that reads it later, PostgreSQL's too, could overflow its stack. */
export const isTooDeep = (document: unknown): boolean => nestsDeeperThan(document, MAX_LEVELS);

const nestsDeeperThan = (value: unknown, levels: number): boolean => {
  if (value === null || typeof value !== 'object') return false;
  return levels === 0 || Object.values(value).some((inner) => nestsDeeperThan(inner, levels - 1));
};
