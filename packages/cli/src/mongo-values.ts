/** Values in MongoDB's extended JSON, canonical and relaxed, and as the shell prints them. Undefined for all else. */

type Document = Readonly<Record<string, unknown>>;

export const documentOf = (value: unknown): Document | undefined =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined;

export const textOf = (value: unknown): string | undefined =>
  typeof value === 'string' && value !== '' ? value : undefined;

/** An id of any form: an ObjectId, or a text that is used as an id. */
export const idOf = (value: unknown): string | undefined =>
  shortText(value) ?? shortText(documentOf(value)?.$oid) ?? shortText(documentOf(value)?.$uuid);

const shortText = (value: unknown): string | undefined => {
  const text = textOf(value);
  return text !== undefined && text.length <= 100 ? text : undefined;
};

/** Milliseconds since 1970. */
export const timeOf = (value: unknown): number | undefined => {
  const date = documentOf(value)?.$date ?? value;
  const number = documentOf(date)?.$numberLong ?? date;
  const at =
    typeof number === 'string' && !/^-?\d+$/.test(number) ? Date.parse(withZone(number)) : Number(number);
  return (typeof number === 'string' || typeof number === 'number') && isPlausible(at) ? at : undefined;
};

/** Exports write UTC; a time without a zone would be read as local time of this machine. */
const withZone = (text: string): string => (/^\d{4}-\d\d-\d\dT[\d:.]+$/.test(text) ? `${text}Z` : text);

const YEAR_3000 = Date.UTC(3000, 0);

const isPlausible = (at: number): boolean => Number.isFinite(at) && at >= 0 && at < YEAR_3000;

/** An ObjectId begins with the seconds since 1970 at which the server made it. */
export const timeOfObjectId = (id: string): number | undefined =>
  /^[0-9a-f]{24}$/i.test(id) ? Number.parseInt(id.slice(0, 8), 16) * 1000 : undefined;
