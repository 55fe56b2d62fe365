import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { pathOf } from './unknown-address.ts';

/** Far above any document an extractor makes, far below what would hurt. Files come as multipart and have no limit. */
export const JSON_LIMIT_BYTES = 20 * 1024 * 1024;

const JSON_TYPES = ['application/json', /^application\/[\w.-]+\+json/];

/** JSON and multipart forms, nothing else. Clowder's clients name JSON even where they send no body at all. */
export const registerBodyParsers = async (app: FastifyInstance): Promise<void> => {
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.removeAllContentTypeParsers();
  for (const type of JSON_TYPES)
    app.addContentTypeParser(type, { parseAs: 'string' }, (request, body, done) => {
      if (body.length === 0) done(null, undefined);
      else void parseJson(request, body.toString(), done);
    });
  await app.register(multipart, { limits: { fileSize: Number.POSITIVE_INFINITY } });
};

/** Half-way: the highest quality takes longer to make than it saves on the wire. */
const BROTLI_QUALITY = 4;

/** Texts above 1 kB. Bytes and streams go out as they are: their routes say so (`register-routes.ts`). */
export const registerCompression = async (app: FastifyInstance): Promise<void> => {
  await app.register(compress, {
    encodings: ['br', 'gzip'],
    threshold: 1024,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
  });
};

/** Zod checks what comes in and writes what goes out: a field that the answer's schema does not name is not sent. */
export const useZod = (app: FastifyInstance): void => {
  app.setValidatorCompiler((part) => {
    const validate = validatorCompiler(part as Parameters<typeof validatorCompiler>[0]);
    // The framework gives an absent body as null; the schemas call it undefined.
    return (data: unknown) => validate(part.httpPart === 'body' && data === null ? undefined : data);
  });
  app.setSerializerCompiler(serializerCompiler);
};

const SELF = "'self'";
const NONE = "'none'";

/** Nothing from elsewhere is run, shown or asked. Mantine and Swagger UI set styles on elements, hence `unsafe-inline`. */
const directives = {
  defaultSrc: [SELF],
  scriptSrc: [SELF],
  styleSrc: [SELF, "'unsafe-inline'"],
  imgSrc: [SELF, 'data:', 'blob:'],
  mediaSrc: [SELF, 'blob:'],
  fontSrc: [SELF, 'data:'],
  connectSrc: [SELF],
  objectSrc: [NONE],
  baseUri: [SELF],
  formAction: [SELF],
  frameAncestors: [SELF],
};

/** `https`: whether people reach this server by it. A promise of https would lock out everybody who does not. */
export const registerSecurityHeaders = async (app: FastifyInstance, https: boolean): Promise<void> => {
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives },
    strictTransportSecurity: https,
    crossOriginOpenerPolicy: https,
    crossOriginEmbedderPolicy: false,
    originAgentCluster: false,
    referrerPolicy: { policy: 'same-origin' },
  });
};

const whoAsks = ({ caller }: FastifyRequest): string | undefined => {
  if (!caller) return undefined;
  return caller.kind === 'user' ? `user ${caller.id}` : `job ${caller.jobId}`;
};

/** One line per request, at debug: extractors poll. Never the query, which may hold a key. */
export const logRequests = (app: FastifyInstance): void => {
  app.addHook('onResponse', async (request, reply) => {
    const ms = Math.round(reply.elapsedTime);
    const who = whoAsks(request);
    request.log.debug({ ms, who }, `${request.method} ${pathOf(request)} ${reply.statusCode}`);
  });
};
