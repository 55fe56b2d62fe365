export type ReadParameters =
  | { readonly ok: true; readonly parameters: Record<string, unknown> }
  | { readonly ok: false; readonly why: string };

/** Reads a job's parameters from the text of the field. */
export const readParameters = (text: string): ReadParameters => {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value)
      ? { ok: true, parameters: value }
      : { ok: false, why: 'Parameters are one JSON object, such as {"threshold": 3}.' };
  } catch (error) {
    return { ok: false, why: error instanceof Error ? error.message : 'This is not JSON.' };
  }
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
