import multipart from '@fastify/multipart';
import type { FastifyInstance } from 'fastify';

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
