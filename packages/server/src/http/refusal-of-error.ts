import type { FastifyError } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { type Refusal, RefusedRequest, refuse } from '../model/refusal.ts';
import { isRolledBack } from '../store/database.ts';

/** Turns whatever was thrown into a refusal. The message of `internal` says nothing about the cause. */
export const refusalOfError = (error: FastifyError | RefusedRequest): Refusal =>
  error instanceof RefusedRequest ? error.refusal : refusalOfThrown(error);

const refusalOfThrown = (error: FastifyError): Refusal =>
  refusalOfMismatch(error) ??
  FRAMEWORK_REFUSALS[error.code] ??
  refusalOfDatabaseError(error) ??
  refusalOfClientFault(error) ??
  refuse('internal', 'Something went wrong in the server. Its log has the details under this request id.');

const FRAMEWORK_REFUSALS: Readonly<Record<string, Refusal>> = {
  FST_ERR_CTP_INVALID_JSON_BODY: refuse('malformed_json', 'The body is not valid JSON.'),
  FST_ERR_CTP_BODY_TOO_LARGE: refuse('too_large', 'The body is larger than this server allows.'),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: refuse('unsupported_media_type', 'Send the body as application/json.'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: refuse(
    'bad_request',
    'The body is not as long as its Content-Length says.',
  ),
  FST_ERR_BAD_URL: refuse('bad_request', 'The address is not well-formed.'),
  FST_ERR_MAX_PARAM_LENGTH: refuse('not_found', 'There is nothing at this address.'),
};

const partNames = { body: 'body', querystring: 'query', headers: 'headers', params: 'address' } as const;

/** `/a/0/b` → `a.0.b`, as a developer would write it. */
const fieldOf = (instancePath: string): string => instancePath.slice(1).replaceAll('/', '.');

/** How many mistakes are listed. A body can have thousands. */
const MOST_FIELDS = 50;

/** What does not match a route's schema. An address whose id is malformed is not found, like one of an unknown id. */
const refusalOfMismatch = (error: unknown): Refusal | undefined => {
  if (!hasZodFastifySchemaValidationErrors(error)) return undefined;
  const part = error.validationContext ?? 'body';
  if (part === 'params') return refuse('not_found', 'There is nothing at this address.');
  const fields = error.validation.slice(0, MOST_FIELDS).map(({ instancePath, message = '' }) => ({
    field: fieldOf(instancePath),
    message,
  }));
  const name = part in partNames ? partNames[part as keyof typeof partNames] : part;
  const sentences = [
    `The ${name} does not match the schema of this route.`,
    ...fields.slice(0, 1).map(mistakeOf),
  ];
  return refuse('bad_request', sentences.join(' '), { in: name, fields });
};

interface Mistake {
  /** Empty: the whole. */
  readonly field: string;
  readonly message: string;
}

/** "`name`: A dataset needs a name." A list of unknown keys can be as long as what was sent. */
const mistakeOf = ({ field, message }: Mistake): string =>
  `${field === '' ? '' : `\`${field}\`: `}${message}`.slice(0, MOST_OF_MISTAKE);

const MOST_OF_MISTAKE = 300;

/** An error that the framework blames on the request, e.g. a multipart body that ends too early. */
const refusalOfClientFault = ({ statusCode, message }: FastifyError): Refusal | undefined => {
  if (statusCode === 413) return refuse('too_large', message);
  if (statusCode === 415) return refuse('unsupported_media_type', message);
  if (statusCode === 429) return refuse('too_many_requests', message);
  if (statusCode && statusCode >= 400 && statusCode < 500) return refuse('bad_request', message);
  return undefined;
};

/** SQLSTATE: text that PostgreSQL cannot hold (NUL), in plain text and in JSON. */
const UNSTORABLE_TEXT = new Set(['22021', '22P05']);
/** SQLSTATE: the disk is full. */
const DISK_FULL = '53100';
/** Not connected, shutting down, starting up, out of connections, or a standby that is not yet the primary. */
const UNAVAILABLE =
  /^(08...|57P0[123]|53300|25006|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/;

/** A transaction that PostgreSQL rolled back because others stood in its way: nothing is stored. */
const BUSY = refuse(
  'unavailable',
  'The database was busy with the same data. Nothing was changed. Try again.',
);

const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';

/** Database errors that are no fault of this server, by their code. */
const refusalOfDatabaseError = (error: unknown): Refusal | undefined => {
  const code = codeOf(error);
  if (UNSTORABLE_TEXT.has(code)) return refuse('bad_request', 'Text must not contain NUL characters.');
  if (code === DISK_FULL) return refuse('disk_full', 'The database has no room left on its disk.');
  if (isRolledBack(error)) return BUSY;
  if (UNAVAILABLE.test(code)) return refuse('unavailable', 'The database is not available at the moment.');
  return undefined;
};
