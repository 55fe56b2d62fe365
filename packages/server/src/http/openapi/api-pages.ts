import { readFile } from 'node:fs/promises';
import swaggerUi from '@fastify/swagger-ui';
import { routes } from '@pawprint/protocol';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { Authenticate } from '../../access/authenticate.ts';
import { requireSignedIn } from '../guards.ts';
import { POLICIES } from '../security-headers.ts';
import { openApiDocument } from './document.ts';

/**
 * Serves `/api/openapi.json` and its pages at `/api/docs` to signed-in callers. The document is made when it is first
 * asked for: it takes longer than all else that a server does to start listening.
 */
export const registerApiPages = async (
  app: FastifyInstance,
  authenticate: Authenticate,
  version: string,
): Promise<void> => {
  let document: OpenAPIV3_1.Document | undefined;
  const readDocument = (): OpenAPIV3_1.Document => {
    document ??= openApiDocument(routes, version);
    return document;
  };
  // The pages require a plugin of this name, and use this one function of it.
  const decorate = async (scope: FastifyInstance) => void scope.decorate('swagger', readDocument);
  await app.register(fastifyPlugin(decorate, { name: '@fastify/swagger' }));
  const theme = { title: 'Pawprint API', ...(await readTheme()) };
  await app.register(async (pages) => {
    pages.addHook('onRequest', requireSignedIn(authenticate));
    pages.addHook(
      'onRequest',
      async (_, reply) => void reply.header('content-security-policy', POLICIES.apiPages),
    );
    pages.get('/api/openapi.json', async () => readDocument());
    await pages.register(swaggerUi, {
      routePrefix: '/api/docs',
      uiConfig: {
        validatorUrl: null,
        docExpansion: 'none',
        filter: true,
        tryItOutEnabled: false,
        defaultModelsExpandDepth: 0,
      },
      theme,
    });
  });
};

const ASSETS = new URL('../../../assets/api-pages/', import.meta.url);

/** The colours and letters of Pawprint's own pages, and the dark scheme where the browser prefers it. */
const readTheme = async () => {
  const read = (name: string): Promise<string> => readFile(new URL(name, ASSETS), 'utf8');
  return {
    css: [{ filename: 'theme.css', content: await read('theme.css') }],
    js: [{ filename: 'scheme.js', content: await read('scheme.js') }],
  };
};
