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

/**
 * The parameters that an extractor says it takes, in its order; none where it says nothing that can be read. Clowder's
 * `parameters.schema` is jsonform's: a property each, `required` inside it. A JSON Schema of an object is read too.
 */
export const parameterFields = ({ schema }: Document): readonly ParameterField[] => {
  if (!isDocument(schema)) return [];
  const properties = isDocument(schema['properties']) ? schema['properties'] : schema;
  const required: readonly unknown[] = Array.isArray(schema['required']) ? schema['required'] : [];
  return Object.entries(properties).flatMap(([key, property]) =>
    isDocument(property)
      ? [fieldOf(key, property, property['required'] === true || required.includes(key))]
      : [],
  );
};
