import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { routes } from '@pawprint/protocol';
import type { FastifyInstance } from 'fastify';
import type { OpenAPIV3 } from 'openapi-types';
import { type Authenticate, signedIn } from '../guards/signed-in.ts';
import { openApiDocument } from './document.ts';

/** `/api/openapi.json` and its pages at `/api/docs`, for whoever may use the API. */
export const registerApiPages = async (
  app: FastifyInstance,
  authenticate: Authenticate,
  version: string,
): Promise<void> => {
  const document = openApiDocument(routes, version);
  // Its types have not heard of 3.1; it only hands the document on.
  await app.register(swagger, {
    mode: 'static',
    specification: { document: document as OpenAPIV3.Document },
  });
  await app.register(async (pages) => {
    pages.addHook('onRequest', signedIn(authenticate));
    pages.get('/api/openapi.json', async () => document);
    await pages.register(swaggerUi, {
      routePrefix: '/api/docs',
      uiConfig: { validatorUrl: null, docExpansion: 'none', tagsSorter: 'alpha' },
      theme: { title: 'Pawprint API' },
    });
  });
};
