type Kind = 'text' | 'number' | 'integer' | 'boolean' | 'choice' | 'json';

/** One parameter that an extractor says it takes. */
export interface ParameterField {
  readonly key: string;
  readonly title: string;
  readonly description: string;
  readonly kind: Kind;
  readonly required: boolean;
  /** Of a choice. */
  readonly choices: readonly (string | number)[];
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** What stands in the field at first. */
  readonly initial: string | boolean;
}

type Document = Readonly<Record<string, unknown>>;

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

/** The place of a property in jsonform's `form`, which lists keys, alone or as `{key}`; what is not in it comes last. */
const placeIn = (form: unknown, key: string): number => {
  const place = Array.isArray(form)
    ? form.findIndex((item: unknown) => item === key || (isDocument(item) && item['key'] === key))
    : -1;
  return place < 0 ? Number.POSITIVE_INFINITY : place;
};

const byPlace =
  (form: unknown) =>
  (one: ParameterField, other: ParameterField): number => {
    const [place, otherPlace] = [placeIn(form, one.key), placeIn(form, other.key)];
    return place === otherPlace ? 0 : place - otherPlace;
  };

/** Clowder's extractors write a form's document with the schema in it, others the schema itself. */
const schemaIn = (parameters: Document): Document => {
  if (isDocument(parameters['schema'])) return parameters['schema'];
  return isDocument(parameters['properties']) ? parameters : {};
};

/**
 * The parameters that an extractor says it takes; none where it says nothing that can be read. Clowder's
 * `parameters.schema` is jsonform's: a property each, `required` inside it. A JSON Schema of an object is read too.
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
  return fields.toSorted(byPlace(parameters['form']));
};
