import swaggerUi from '@fastify/swagger-ui';
import { type Route, routes } from '@pawprint/protocol';
import type { FastifyInstance } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { OpenAPIV3_1 } from 'openapi-types';
import type { Authenticate } from '../../access/authenticate.ts';
import { requireSignedIn } from '../guards.ts';
import { POLICIES } from '../security-headers.ts';
import { collectJsonSchemas } from './json-schemas.ts';
import { operationOf } from './operation.ts';

const securitySchemes: Record<string, OpenAPIV3_1.SecuritySchemeObject> = {
  session: { type: 'apiKey', in: 'cookie', name: 'pawprint.session_token' },
  apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  bearer: { type: 'http', scheme: 'bearer', description: "An API key, or a job's credential." },
  key: { type: 'apiKey', in: 'query', name: 'key', description: "For Clowder's clients." },
  basic: {
    type: 'http',
    scheme: 'basic',
    description: 'E-mail and password, or an API key as the password.',
  },
};

/** `/api/files/:id` as `/api/files/{id}`. */
const templateOf = (path: string): string => path.replaceAll(/:([a-z_]+)/g, '{$1}');

const pathsOf = (
  routes: Readonly<Record<string, Route>>,
  operation: (name: string, route: Route) => OpenAPIV3_1.OperationObject,
): Record<string, OpenAPIV3_1.PathItemObject> => {
  const paths: Record<string, OpenAPIV3_1.PathItemObject> = {};
  for (const [name, route] of Object.entries(routes)) {
    const template = templateOf(route.path);
    paths[template] = { ...paths[template], [route.method.toLowerCase()]: operation(name, route) };
  }
  return paths;
};

/** The OpenAPI 3.1 document of the whole route table. */
export const openApiDocument = (
  routes: Readonly<Record<string, Route>>,
  version: string,
): OpenAPIV3_1.Document => {
  const schemas = collectJsonSchemas();
  const paths = pathsOf(routes, (name, route) => operationOf(schemas, name, route));
  const tags = [...new Set(Object.values(routes).map(({ tag }) => tag))];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pawprint',
      version,
      description: 'An extraction server for research data that always knows what each job did.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })),
    tags: tags.map((name) => ({ name })),
    paths,
    components: { securitySchemes, schemas: { ...schemas.components } },
  };
};

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
  await app.register(async (pages) => {
    pages.addHook('onRequest', requireSignedIn(authenticate));
    pages.addHook(
      'onRequest',
      async (_, reply) => void reply.header('content-security-policy', POLICIES.apiPages),
    );
    pages.get('/api/openapi.json', async () => readDocument());
    await pages.register(swaggerUi, {
      routePrefix: '/api/docs',
      uiConfig: { validatorUrl: null, docExpansion: 'none', tagsSorter: 'alpha' },
      theme: { title: 'Pawprint API' },
    });
  });
};
