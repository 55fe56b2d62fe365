import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import multipart from '@fastify/multipart';
import { createSlots } from '@pawprint/async';
import type { FastifyInstance, FastifyRequest, FastifySerializerCompiler } from 'fastify';
import { ResponseSerializationError, validatorCompiler } from 'fastify-type-provider-zod';
import type { z } from 'zod';
import { createLargeBodyParser } from './bodies/parse-large-body.ts';
import { createJsonReader } from './bodies/read-json.ts';
import { pathOf } from './unknown-address.ts';

const JSON_TYPES = ['application/json', /^application\/[\w.-]+\+json/];

/** How many large JSON bodies are read at once: each may take 10 MB. */
const LARGE_BODIES = { inAll: 16, perCaller: 4, mostWaiting: 1_000, longestWaitMs: 30_000 };

/** Only JSON and multipart forms. An empty JSON body is no body, since Clowder's clients announce JSON even without one. */
export const registerBodyParsers = async (app: FastifyInstance): Promise<void> => {
  const parser = createLargeBodyParser();
  app.addHook('onClose', () => parser.close());
  app.decorateRequest('documents', null);
  const readJson = createJsonReader({ parser, slots: createSlots(LARGE_BODIES) });
  app.removeAllContentTypeParsers();
  for (const type of JSON_TYPES) app.addContentTypeParser(type, readJson);
  await app.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY } });
};

/** Of 11: higher qualities take longer to compute than they save in transfer. */
const BROTLI_QUALITY = 4;

/** Compresses texts above 1 kB. Routes of bytes and streams opt out in `register-routes.ts`. */
export const registerCompression = async (app: FastifyInstance): Promise<void> => {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  });
};

/** Zod validates requests and serialises answers: a field that the answer's schema does not name is not sent. */
export const useZod = (app: FastifyInstance): void => {
  app.setValidatorCompiler((part) => {
    const validate = validatorCompiler(part as Parameters<typeof validatorCompiler>[0]);
    // The framework gives an absent body as null; the schemas call it undefined.
    return (data: unknown) => validate(part.httpPart === 'body' && data === null ? undefined : data);
  });
  app.setSerializerCompiler(serializeAnswer);
};

/**
 * The library's own compiler encodes answers, which takes Zod four times as long as parsing them. Both come to the same
 * where schemas have no codecs, and a test of the routes holds that none has.
 */
const serializeAnswer: FastifySerializerCompiler<z.ZodType> =
  ({ schema, method, url }) =>
  (data) => {
    const parsed = schema.safeParse(data);
    if (!parsed.success) throw new ResponseSerializationError(method, url, { cause: parsed.error });
    return JSON.stringify(parsed.data);
  };

const callerName = ({ caller }: FastifyRequest): string | undefined => {
  if (!caller || caller.kind === 'nobody') return undefined;
  return caller.kind === 'user' ? `user ${caller.id}` : `job ${caller.jobId}`;
};

/** One line per request, at debug, because extractors poll. The query is left out, because it may contain a key. */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    const caller = callerName(request);
    request.log.debug(
      { ms, caller, ...jobFields(request) },
      `${request.method} ${pathOf(request)} ${reply.statusCode}`,
    );
  });
};

/** The job by whose credential a request came, for the log. */
export const jobFields = ({
  caller,
}: FastifyRequest): { readonly job?: string; readonly attempt?: number } => {
  if (caller?.kind !== 'job') return {};
  return { job: caller.jobId, ...(caller.attempt !== null && { attempt: caller.attempt }) };
};
