import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Refusal, refuse } from '../model/refusal.ts';

const FRAMEWORK_REFUSALS: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: refuse('malformed_json', 'The body is not valid JSON.'),
  FST_ERR_CTP_BODY_TOO_LARGE: refuse('too_large', 'The body is larger than this server takes.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse('unsupported_media_type', 'Send the body as application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refuse(
    'bad_request',
    'The body is not as long as its Content-Length says.',
  ),
  FST_ERR_BAD_URL: refuse('bad_request', 'The address is not well-formed.'),
  FST_ERR_MAX_PARAM_LENGTH: refuse('not_found', 'There is nothing at this address.'),
};

const wordsFor = { body: 'body', querystring: 'query', headers: 'headers', params: 'address' } as const;

/** `/a/0/b` → `a.0.b`, as a developer would write it. */
const fieldOf = (instancePath: string): string => instancePath.slice(1).replaceAll('/', '.');

/** What does not fit a route's schema. Ids are opaque: one that cannot be an id is an id that nothing has. */
const refusalOfMismatch = (error: unknown): Refusal | undefined => {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const part = error.validationContext ?? 'body';
  if (part === 'params') return refuse('not_found', 'There is nothing at this address.');
  const fields = error.validation.map(({ instancePath, message = '' }) => ({
    field: fieldOf(instancePath),
    message,
  }));
  const words = part in wordsFor ? wordsFor[part as keyof typeof wordsFor] : part;
  return refuse('bad_request', `The ${words} does not have the shape this route takes.`, {
    in: words,
    fields,
  });
};

/** A fault the framework blames on the request, e.g. a part of a multipart body that breaks off. */
const refusalOfClientFault = ({ statusCode, message }: FastifyError): Refusal | undefined => {
  if (statusCode === 413) return refuse('too_large', message);
  if (statusCode === 415) return refuse('unsupported_media_type', message);
  if (statusCode === 429) return refuse('too_many_requests', message);
  if (statusCode && statusCode >= 400 && statusCode < 500) return refuse('bad_request', message);
  return undefined;
};

/** Everything that was thrown, as a refusal; `internal` says nothing of what happened inside. */
export const refusalOfError = (error: FastifyError): Refusal =>
  refusalOfMismatch(error) ??
  FRAMEWORK_REFUSALS[error.code] ??
  refusalOfDatabaseError(error) ??
  refusalOfClientFault(error) ??
  refuse('internal', 'Something went wrong in the server. Its log has the details under this request id.');

/** SQLSTATE: text that PostgreSQL cannot hold (NUL), in plain text and in JSON. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05']);
/** SQLSTATE: the disk is full. */
const DISK_FULL = '53100';
/** Not reachable, shutting down, starting up, or out of connections. */
const AWAY = /^(08...|57P0[123]|53300|ECONNREFUSED|ECONNRESET|EPIPE)$/;

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** What the database says by its code, for the few faults that are not this server's own. */
const refusalOfDatabaseError = (error: unknown): Refusal | undefined => {
  const code = codeOf(error);
  if (UNSTORABLE_TEXT.has(code)) return refuse('bad_request', 'Text must not contain NUL characters.');
  if (code === DISK_FULL) return refuse('disk_full', 'The database has no room left on its disk.');
  if (AWAY.test(code)) return refuse('unavailable', 'The database cannot be reached at the moment.');
  return undefined;
};
