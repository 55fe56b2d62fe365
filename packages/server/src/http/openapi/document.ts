import type { Route } from '@pawprint/protocol';
import type { OpenAPIV3_1 } from 'openapi-types';
import { collectJsonSchemas } from './json-schemas.ts';
import { operationOf } from './operation.ts';
import { partsOf } from './parts.ts';

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
  return {
    openapi: '3.1.0',
    info: {
      title: 'Pawprint',
      version,
      description: 'An extraction server for research data that always knows what each job did.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    externalDocs: { description: 'Open Pawprint', url: '/' },
    servers: [{ url: '/' }],
    security: Object.keys(securitySchemes).map((scheme) => ({ [scheme]: [] })),
    tags: partsOf(new Set(Object.values(routes).map(({ tag }) => tag))),
    paths,
    components: { securitySchemes, schemas: { ...schemas.components } },
  };
};
