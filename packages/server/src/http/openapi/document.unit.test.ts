import { type Route, routes } from '@pawprint/protocol';
import type { OpenAPIV3_1 } from 'openapi-types';
import { describe, expect, test } from 'vitest';
import { openApiDocument } from './document.ts';
import { partName } from './parts.ts';

const document = openApiDocument(routes, '1.2.3');
const table = Object.entries(routes) as [string, Route][];

const operationOf = ({ path, method }: Route): OpenAPIV3_1.OperationObject => {
  const item = document.paths?.[path.replaceAll(/:([a-z_]+)/g, '{$1}')];
  const operation = item?.[method.toLowerCase() as 'get'];
  if (!operation) throw new Error(`${method} ${path} is not documented`);
  return operation;
};

/** Every value of every `$ref`, wherever it stands. */
const referencesIn = (value: unknown): string[] => {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : referencesIn(inner),
  );
};

test('every route of the table is in the document, and nothing else', () => {
  const documented = Object.values(document.paths ?? {}).flatMap((item) =>
    Object.values(item as Record<string, OpenAPIV3_1.OperationObject>).map(({ operationId }) => operationId),
  );
  expect(new Set(documented)).toEqual(new Set(Object.keys(routes)));
  expect(documented).toHaveLength(Object.keys(routes).length);
});

test('is OpenAPI 3.1 of this version', () => {
  expect([document.openapi, document.info.version]).toEqual(['3.1.0', '1.2.3']);
});

test('every reference has a target', () => {
  const known = Object.keys(document.components?.schemas ?? {}).map((id) => `#/components/schemas/${id}`);
  const references = referencesIn(document);
  expect(references.length).toBeGreaterThan(0);
  expect(known).toEqual(expect.arrayContaining(references));
});

test('its parts are named and described, and have routes', () => {
  const used = new Set(Object.values(routes).map(({ tag }) => partName(tag)));
  expect(document.tags?.map(({ name }) => name)).toHaveLength(used.size);
  expect(document.tags?.every(({ name, description }) => used.has(name) && description)).toBe(true);
});

test('every security requirement names a scheme', () => {
  const schemes = Object.keys(document.components?.securitySchemes ?? {});
  expect(document.security?.flatMap(Object.keys)).toEqual(schemes);
});

describe.each(table)('%s', (_, route) => {
  const operation = operationOf(route);

  test('has a summary, a tag, and a schema for each part of its address', () => {
    expect(operation).toMatchObject({ summary: route.summary, tags: [partName(route.tag)] });
    const inPath = operation.parameters?.flatMap((p) => ('in' in p && p.in === 'path' ? [`:${p.name}`] : []));
    expect(inPath).toEqual(route.path.match(/:[a-z_]+/g) ?? []);
  });

  test('lists its answers and its refusals', () => {
    expect(operation.responses).toHaveProperty(String(route.status));
    expect(operation.responses?.['500']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
    });
  });

  test('needs a credential unless it is open', () => {
    expect('401' in (operation.responses ?? {})).toBe(route.access !== 'open');
    expect(operation.security).toEqual(route.access === 'open' ? [] : undefined);
  });
});

describe('a body', () => {
  test('that is optional is not required', () => {
    expect(operationOf(routes.resubmitJob).requestBody).toMatchObject({ required: false });
    expect(operationOf(routes.createDataset).requestBody).toMatchObject({ required: true });
  });

  test('of a form is multipart', () => {
    expect(operationOf(routes.uploadToDataset).requestBody).toMatchObject({
      content: { 'multipart/form-data': {} },
    });
  });
});

describe('an answer', () => {
  test.each([
    ['downloadFile', 'application/octet-stream'],
    ['streamJobs', 'text/event-stream'],
    ['listJobs', 'application/json'],
  ] as const)('of %s is %s', (name, type) => {
    expect(operationOf(routes[name]).responses?.['200']).toMatchObject({ content: { [type]: {} } });
  });

  test('allows additional fields', () => {
    expect(JSON.stringify(document.components?.schemas?.Job)).not.toContain('additionalProperties":false');
  });
});

test('a query value with a default is optional', () => {
  const limit = operationOf(routes.listJobs).parameters?.find((p) => 'name' in p && p.name === 'limit');
  expect(limit).toMatchObject({ in: 'query', required: false, schema: { type: 'integer', default: 50 } });
});

test('a state can be given several times', () => {
  const state = operationOf(routes.listJobs).parameters?.find((p) => 'name' in p && p.name === 'state');
  expect(state).toMatchObject({ required: false, schema: { type: 'array' } });
});
