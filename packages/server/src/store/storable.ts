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
