type Kind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json';

/** One parameter that an extractor declares. */
export interface ParameterField {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** The values to choose from; empty unless the kind is a choice. */
  readonly choices: readonly (string | number)[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** The field's first value: the declared default, or empty. */
  readonly initial: string | boolean;
}

type Document = Readonly<Record<string, unknown>>;

/**
 * The parameters that an extractor declares; none if its declaration cannot be read. Clowder's `parameters.schema` is in
 * jsonform's dialect: a property for each parameter, with `required` inside it. A JSON Schema of an object is read too.
 */
export const parameterFields = (parameters: Document): readonly ParameterField[] => {
  const schema = schemaIn(parameters);
  const properties = isDocument(schema['properties']) ? schema['properties'] : schema;
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  const fields = Object.entries(properties).flatMap(([key, property]) =>
    isDocument(property)
      ? [fieldOf(key, property, property['required'] === true || required.includes(key))]
      : [],
  );
  return fields.toSorted(byPosition(parameters['form']));
};

const isDocument = (value: unknown): value is Document =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const textIn = (value: unknown): string => (typeof value === 'string' ? value : '');
const numberIn = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined);

const choicesIn = ({ enum: choices }: Document): readonly (string | number)[] =>
  Array.isArray(choices)
    ? choices.filter((choice) => typeof choice === 'string' || typeof choice === 'number')
    : [];

const KINDS: Readonly<Record<string, Kind>> = {
  string: 'text',
  number: 'number',
  integer: 'integer',
  boolean: 'boolean',
};

const kindOf = (property: Document): Kind =>
  choicesIn(property).length > 0 ? 'choice' : (KINDS[textIn(property['type'])] ?? 'json');

const initialOf = (property: Document, kind: Kind): string | boolean => {
  const given = property['default'];
  if (kind === 'boolean') return given === true;
  if (given === undefined || given === null) return '';
  return kind !== 'json' && (typeof given === 'string' || typeof given === 'number')
    ? String(given)
    : JSON.stringify(given, null, 2);
};

const fieldOf = (key: string, property: Document, required: boolean): ParameterField => {
  const kind = kindOf(property);
  return {
    key,
    title: textIn(property['title']) || key,
    description: textIn(property['description']),
    kind,
    required,
    choices: choicesIn(property),
    minimum: numberIn(property['minimum']),
    maximum: numberIn(property['maximum']),
    initial: initialOf(property, kind),
  };
};

/** The position of a property in jsonform's `form`, a list of keys or `{key}`; a property that is not listed comes last. */
const positionIn = (form: unknown, key: string): number => {
  const position = Array.isArray(form)
    ? form.findIndex((item: unknown) => item === key || (isDocument(item) && item['key'] === key))
    : -1;
  return position < 0 ? Number.POSITIVE_INFINITY : position;
};

const byPosition =
  (form: unknown) =>
  (one: ParameterField, other: ParameterField): number => {
    const [position, otherPosition] = [positionIn(form, one.key), positionIn(form, other.key)];
    return position === otherPosition ? 0 : position - otherPosition;
  };

/** Clowder's extractors send a document with `schema` and `form` in it, others the schema or its properties alone. */
const schemaIn = (parameters: Document): Document => {
  if (isDocument(parameters['schema'])) return parameters['schema'];
  if (isDocument(parameters['properties'])) return parameters;
  return Object.values(parameters).every(isProperty) ? parameters : {};
};

const isProperty = (value: unknown): boolean =>
  isDocument(value) && (typeof value['type'] === 'string' || choicesIn(value).length > 0);

/** The text or choice in each field, by key. */
export type FieldValues = Readonly<Record<string, string | boolean>>;

type ReadValues =
  | { readonly ok: true; readonly parameters: Record<string, unknown> }
  | { readonly ok: false; readonly errors: Readonly<Record<string, string>> };

export const initialValues = (fields: readonly ParameterField[]): FieldValues =>
  Object.fromEntries(fields.map(({ key, initial }) => [key, initial]));

/** What a field shows for each parameter that is given. An optional one that is not given is empty. */
export const valuesOf = (
  fields: readonly ParameterField[],
  parameters: Readonly<Record<string, unknown>>,
): FieldValues =>
  Object.fromEntries(
    fields
      .filter(({ key, kind }) => key in parameters || kind !== 'boolean')
      .map((field) => [field.key, valueOf(field, parameters[field.key])]),
  );

const valueOf = ({ kind }: ParameterField, parameter: unknown): string | boolean => {
  if (kind === 'boolean') return parameter === true;
  if (parameter === undefined) return '';
  return kind !== 'json' && (typeof parameter === 'string' || typeof parameter === 'number')
    ? String(parameter)
    : JSON.stringify(parameter, null, 2);
};

/** Whether the fields can show the parameters and give back the same. */
export const fitsFields = (
  fields: readonly ParameterField[],
  parameters: Readonly<Record<string, unknown>>,
): boolean =>
  fields.every((field) => {
    if (!(field.key in parameters)) return true;
    const given = parameters[field.key];
    const read = readField(field, valueOf(field, given));
    return 'parameter' in read && JSON.stringify(read.parameter) === JSON.stringify(given);
  });

/** The parameters in the fields, or an error message for each field that cannot be read. */
export const readFieldValues = (fields: readonly ParameterField[], values: FieldValues): ReadValues => {
  const read = fields.map((field) => [field.key, readField(field, values[field.key])] as const);
  const errors = read.flatMap(([key, result]) => ('error' in result ? [[key, result.error]] : []));
  if (errors.length > 0) return { ok: false, errors: Object.fromEntries(errors) };
  const parameters = read.flatMap(([key, result]) =>
    'parameter' in result ? [[key, result.parameter]] : [],
  );
  return { ok: true, parameters: Object.fromEntries(parameters) };
};

type ReadField =
  | { readonly parameter: unknown }
  | { readonly error: string }
  /** The field is empty and not required. */
  | { readonly omitted: true };

const readField = (field: ParameterField, value: string | boolean | undefined): ReadField => {
  if (field.kind === 'boolean') return { parameter: value === true };
  const text = typeof value === 'string' ? value : '';
  if (text.trim() === '') return field.required ? { error: 'Required.' } : { omitted: true };
  if (field.kind === 'text') return { parameter: text };
  if (field.kind === 'choice') return readChoice(field, text);
  return field.kind === 'json' ? readJson(text) : readNumber(field, text.trim());
};

const readChoice = ({ choices }: ParameterField, text: string): ReadField => {
  const parameter = choices.find((choice) => String(choice) === text);
  return parameter === undefined ? { error: 'Choose one of these.' } : { parameter };
};

const readJson = (text: string): ReadField => {
  try {
    return { parameter: JSON.parse(text) as unknown };
  } catch {
    return { error: 'Write JSON, such as ["one", "two"].' };
  }
};

const readNumber = (field: ParameterField, text: string): ReadField => {
  const parameter = Number(text);
  if (!Number.isFinite(parameter)) return { error: 'Write a number.' };
  if (field.kind === 'integer' && !Number.isInteger(parameter)) return { error: 'Write a whole number.' };
  const error = boundsError(field, parameter);
  return error ? { error } : { parameter };
};

const boundsError = ({ minimum, maximum }: ParameterField, value: number): string | undefined => {
  if (minimum !== undefined && value < minimum) return `At least ${minimum}.`;
  return maximum !== undefined && value > maximum ? `At most ${maximum}.` : undefined;
};
