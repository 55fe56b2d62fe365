import { type ErrorCode, ErrorResponse, type Route } from '@pawprint/protocol';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { z } from 'zod';
import { STATUS_OF_ERROR } from '../send-refusal.ts';
import type { JsonSchema, JsonSchemas } from './json-schemas.ts';
import { partName } from './parts.ts';

type Operation = OpenAPIV3_1.OperationObject;
type Parameter = OpenAPIV3_1.ParameterObject;
type Media = Record<string, OpenAPIV3_1.MediaTypeObject>;

/** One route as an operation of OpenAPI. */
export const operationOf = (schemas: JsonSchemas, name: string, route: Route): Operation => ({
  operationId: name,
  tags: [partName(route.tag)],
  summary: route.summary,
  ...(route.access === 'open' ? { security: [] } : {}),
  parameters: [
    ...(route.params ? parameters(schemas, 'path', route.params) : []),
    ...(route.query ? parameters(schemas, 'query', route.query) : []),
  ],
  ...requestBody(schemas, route),
  responses: responses(schemas, route),
});

/** The properties of an object schema. */
interface Fields {
  readonly properties: Readonly<Record<string, JsonSchema>>;
  readonly required: readonly string[];
}

const fieldsOf = (schema: JsonSchema): Fields => ({
  properties: (schema.properties ?? {}) as Fields['properties'],
  required: (schema.required ?? []) as Fields['required'],
});

/** A parameter's type is that of its parsed value; whether it is required is decided by what may be sent. */
const parameters = (schemas: JsonSchemas, place: 'path' | 'query', schema: z.ZodType): Parameter[] => {
  const { required } = fieldsOf(schemas.input(schema));
  return Object.entries(fieldsOf(schemas.output(schema)).properties).map(
    ([name, { description, ...type }]) => ({
      name,
      in: place,
      required: place === 'path' || (required.includes(name) && !('default' in type)),
      ...(typeof description === 'string' ? { description } : {}),
      schema: type,
    }),
  );
};

const FORM: Media = {
  'multipart/form-data': {
    schema: {
      type: 'object',
      properties: { File: { type: 'string', contentMediaType: 'application/octet-stream' } },
      additionalProperties: true,
    },
  },
};

const requestBody = (schemas: JsonSchemas, { body, multipart }: Route): Partial<Operation> => {
  if (multipart) return { requestBody: { required: true, content: FORM } };
  if (!body) return {};
  const content = { 'application/json': { schema: schemas.input(body) } };
  return { requestBody: { required: !body.safeParse(undefined).success, content } };
};

const answerContent = (schemas: JsonSchemas, { answer, answerKind }: Route): Media => {
  if (answerKind === 'bytes') return { 'application/octet-stream': {} };
  if (answerKind === 'stream') return { 'text/event-stream': { schema: { type: 'string' } } };
  if (answerKind === 'text') return { 'text/plain': { schema: { type: 'string' } } };
  return answer ? { 'application/json': { schema: schemas.output(answer) } } : {};
};

const DESCRIPTIONS: Readonly<Record<Route['status'], string>> = {
  200: 'Done.',
  201: 'Made.',
  202: 'Accepted: the server carries it on in the background.',
  204: 'Done; there is nothing to say.',
};

/** The error codes that any route of this kind can answer with. */
const refusals = ({ access, params, body, query, multipart }: Route): ErrorCode[] => [
  ...(body || query || multipart ? (['bad_request'] as const) : []),
  ...(access === 'open' ? [] : (['not_signed_in', 'forbidden'] as const)),
  ...(params ? (['not_found'] as const) : []),
  ...(body || multipart ? (['too_large', 'unsupported_media_type'] as const) : []),
  'internal',
];

const refusalContent = (schemas: JsonSchemas, route: Route, code: ErrorCode): Media => ({
  'application/json': { schema: schemas.output(ErrorResponse) },
  ...(code === 'not_signed_in' && route.family === 'clowder-v1'
    ? { 'text/plain': { schema: { type: 'string', const: 'Not authorized' } } }
    : {}),
});

const responses = (schemas: JsonSchemas, route: Route): OpenAPIV3_1.ResponsesObject => ({
  [route.status]: { description: DESCRIPTIONS[route.status], content: answerContent(schemas, route) },
  ...(route.status === 202 && {
    200: { description: 'Only counted (`dry_run`).', content: answerContent(schemas, route) },
  }),
  ...Object.fromEntries(
    refusals(route).map((code) => [
      STATUS_OF_ERROR[code],
      { description: `Refused, e.g. \`${code}\`.`, content: refusalContent(schemas, route, code) },
    ]),
  ),
});
