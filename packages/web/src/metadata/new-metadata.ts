export interface Field {
  readonly key: string;
  readonly value: string;
}

export type Content = Record<string, unknown> | unknown[];
export type Draft = { readonly content: Content } | { readonly mistake: string };

/** Leaves out fields with neither key nor value. */
export const readFields = (fields: readonly Field[]): Draft => {
  const filled = fields
    .map(({ key, value }) => ({ key: key.trim(), value: value.trim() }))
    .filter(({ key, value }) => key !== '' || value !== '');
  if (filled.length === 0) return { mistake: 'Fill in at least one field.' };
  const keyless = filled.find(({ key }) => key === '');
  if (keyless) return { mistake: `The value “${keyless.value}” has no key.` };
  const content = Object.fromEntries(filled.map(({ key, value }) => [key, readValue(value)]));
  if (Object.keys(content).length < filled.length) {
    const repeated = filled.find(({ key }, place) => filled.findIndex((other) => other.key === key) < place);
    return { mistake: `The key “${repeated?.key ?? ''}” is used twice.` };
  }
  return { content };
};

export const readJson = (text: string): Draft => {
  if (text.trim() === '') return { mistake: 'Write a JSON object.' };
  try {
    const value: unknown = JSON.parse(text);
    return isContent(value)
      ? { content: value }
      : { mistake: 'Write an object, like {"site": "North ridge"}.' };
  } catch (error) {
    return { mistake: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
};

/** "12.5" is a number and "true" a boolean; "007" and "1e3" stay text, since as numbers they would be written differently. */
const readValue = (text: string): string | number | boolean => {
  if (text === 'true' || text === 'false') return text === 'true';
  const number = Number(text);
  return text !== '' && Number.isFinite(number) && String(number) === text ? number : text;
};

/** As fields, where these would be read as the same content. */
export const fieldsOf = (content: unknown): readonly Field[] | undefined => {
  if (!isContent(content) || Array.isArray(content)) return undefined;
  const fields = Object.entries(content).map(([key, value]) => ({ key, value: String(value) }));
  const isSame = Object.entries(content).every(
    ([key, value]) => key === key.trim() && key !== '' && readValue(String(value).trim()) === value,
  );
  return isSame && fields.length > 0 ? fields : undefined;
};

const isContent = (value: unknown): value is Content => typeof value === 'object' && value !== null;
