import { z } from 'zod';

export type JsonSchema = Record<string, unknown>;

export interface JsonSchemas {
  /** For requests: a field with a default is optional. */
  input(schema: z.ZodType): JsonSchema;
  /** For answers, or values after parsing. */
  output(schema: z.ZodType): JsonSchema;
  /** All schemas with an id that were converted so far. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** Later versions add fields to answers, and clients generated from a document that forbids them would break. */
const allowNewFields = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
};

const inComponents = (schema: unknown): JsonSchema =>
  JSON.parse(JSON.stringify(schema).replaceAll('"#/$defs/', '"#/components/schemas/')) as JsonSchema;

/** Converts zod schemas to JSON Schema 2020-12 and collects those with an id in `components`. */
export const collectJsonSchemas = (): JsonSchemas => {
  const components: Record<string, JsonSchema> = {};
  const collect = (id: string, definition: JsonSchema): void => {
    const known = components[id];
    if (known && JSON.stringify(known) !== JSON.stringify(definition))
      throw new Error(`${id} is sent and answered in different shapes: give the two different names.`);
    components[id] = definition;
  };
  const convert = (schema: z.ZodType, io: 'input' | 'output'): JsonSchema => {
    // Wrapped, so that a schema with a name becomes a reference like any other.
    const { properties, $defs = {} } = z.toJSONSchema(z.object({ it: schema }), {
      io,
      unrepresentable: 'any',
      override: allowNewFields,
    });
    for (const [id, definition] of Object.entries($defs)) collect(id, inComponents(definition));
    return inComponents(properties?.it ?? {});
  };
  return {
    input: (schema) => convert(schema, 'input'),
    output: (schema) => convert(schema, 'output'),
    components,
  };
};
