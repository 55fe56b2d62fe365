import type { ParameterField } from './parameter-fields.ts';

/** What stands in the fields, by key. */
export type Typed = Readonly<Record<string, string | boolean>>;

export type ReadTyped =
  | { readonly ok: true; readonly parameters: Record<string, unknown> }
  | { readonly ok: false; readonly mistakes: Readonly<Record<string, string>> };

type ReadField =
  | { readonly value: unknown }
  | { readonly mistake: string }
  /** Nothing was given, and nothing needs to be. */
  | { readonly left: true };

export const initialTyped = (fields: readonly ParameterField[]): Typed =>
  Object.fromEntries(fields.map(({ key, initial }) => [key, initial]));

const outOfBounds = ({ minimum, maximum }: ParameterField, value: number): string | undefined => {
  if (minimum !== undefined && value < minimum) return `At least ${minimum}.`;
  return maximum !== undefined && value > maximum ? `At most ${maximum}.` : undefined;
};

const readNumber = (field: ParameterField, text: string): ReadField => {
  const value = Number(text);
  if (!Number.isFinite(value)) return { mistake: 'Write a number.' };
  if (field.kind === 'integer' && !Number.isInteger(value)) return { mistake: 'Write a whole number.' };
  const mistake = outOfBounds(field, value);
  return mistake ? { mistake } : { value };
};

const readJson = (text: string): ReadField => {
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { mistake: 'Write JSON, such as ["one", "two"].' };
  }
};

const readChoice = ({ choices }: ParameterField, text: string): ReadField => {
  const value = choices.find((choice) => String(choice) === text);
  return value === undefined ? { mistake: 'Choose one of these.' } : { value };
};

const readField = (field: ParameterField, typed: string | boolean | undefined): ReadField => {
  if (field.kind === 'boolean') return { value: typed === true };
  const text = typeof typed === 'string' ? typed : '';
  if (text.trim() === '') return field.required ? { mistake: 'Fill this in.' } : { left: true };
  if (field.kind === 'text') return { value: text };
  if (field.kind === 'choice') return readChoice(field, text);
  return field.kind === 'json' ? readJson(text) : readNumber(field, text.trim());
};

/** The parameters meant by what was typed, or what is wrong with which field. */
export const readTyped = (fields: readonly ParameterField[], typed: Typed): ReadTyped => {
  const read = fields.map((field) => [field.key, readField(field, typed[field.key])] as const);
  const mistakes = read.flatMap(([key, one]) => ('mistake' in one ? [[key, one.mistake]] : []));
  if (mistakes.length > 0) return { ok: false, mistakes: Object.fromEntries(mistakes) };
  const values = read.flatMap(([key, one]) => ('value' in one ? [[key, one.value]] : []));
  return { ok: true, parameters: Object.fromEntries(values) };
};
