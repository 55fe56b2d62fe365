import { ErrorResponse, type Route, type RouteName, routes } from '@pawprint/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { UserCaller } from '../../model/caller.ts';
import { buildApp } from '../app.ts';
import { NOTHING } from '../handler.ts';
import { type ClowderRoute, clowderRoutes } from './clowder-routes.ts';
import { patternOf } from './not-offered.ts';

const ADA: UserCaller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };
const KEY = { authorization: 'Bearer a-key' };

let app: Awaited<ReturnType<typeof buildApp>>;
beforeAll(async () => {
  const names = Object.keys(routes) as RouteName[];
  const handlers = Object.fromEntries(names.map((name) => [name, async () => NOTHING]));
  app = await buildApp({
    // Every handler answers 204, whatever its route is for.
    handlers,
    authenticate: async ({ headers }) => (headers.authorization === KEY.authorization ? ADA : null),
  });
});
afterAll(() => app.close());

const keyOf = ({ method, path }: Pick<ClowderRoute, 'method' | 'path'>): string =>
  `${method} ${patternOf(path)}`;
const OURS: ReadonlySet<string> = new Set(Object.values<Route>(routes).map(keyOf));
const all = clowderRoutes();
const notOffered = all.filter(({ here }) => here === 'not offered');

const ask = ({ method, path }: ClowderRoute, headers = {}) => {
  const url = path.replaceAll(/:\w+/g, 'x1').replace('*', 'y/z');
  const body = method === 'GET' ? {} : { payload: 'not json' };
  return app.inject({
    method,
    url,
    ...body,
    headers: { ...headers, ...(method !== 'GET' && { 'content-type': 'application/json' }) },
  });
};

test('the table has every route of Clowder once', () => {
  const lines = all.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(lines).size).toBe(lines.length);
  expect(lines.filter((line) => !/^\w+ \/api\/geostreams(\/\*)?$/.test(line))).toHaveLength(398);
});

test('what is the same or better is in the route table, and nothing else of Clowder', () => {
  const missing = all.filter((route) => route.here !== 'not offered' && !OURS.has(keyOf(route)));
  const offered = notOffered.filter((route) => OURS.has(keyOf(route)));
  expect({ missing: missing.map(keyOf), offered: offered.map(keyOf) }).toEqual({ missing: [], offered: [] });
});

test('every route of the family of Clowder is in the table, except our own additions', () => {
  const clowders = new Set(all.map(keyOf));
  const added = Object.values<Route>(routes)
    .filter(({ family }) => family === 'clowder-v1')
    .map(keyOf)
    .filter((key) => !clowders.has(key));
  expect(added).toEqual(['GET /api/thumbnails/:']);
});

test('what is not offered answers 501 with the reason, whatever is sent with it', async () => {
  const wrong: string[] = [];
  for (const route of notOffered) {
    const response = await ask(route, KEY);
    const { error } = ErrorResponse.parse(response.json());
    if (response.statusCode !== 501 || error.code !== 'not_offered' || !/^[A-Z].*[.]$/.test(error.message))
      wrong.push(`${keyOf(route)}: ${response.statusCode} ${error.message}`);
  }
  expect(wrong).toEqual([]);
});

test('without a key, reading answers the same and writing asks for one', async () => {
  const wrong: string[] = [];
  for (const route of notOffered) {
    const { statusCode, body } = await ask(route);
    if (statusCode !== (route.method === 'GET' ? 501 : 401)) wrong.push(`${keyOf(route)}: ${statusCode}`);
    if (statusCode === 401 && body !== 'Not authorized') wrong.push(`${keyOf(route)}: ${body}`);
  }
  expect(wrong).toEqual([]);
});

test('what is offered reaches its handler', async () => {
  const wrong: string[] = [];
  for (const route of all.filter(({ here }) => here !== 'not offered')) {
    const { statusCode } = await ask(route, KEY);
    // 400: the body or a query is refused. 415: the route takes a form.
    if (![200, 204, 400, 415].includes(statusCode)) wrong.push(`${keyOf(route)}: ${statusCode}`);
  }
  expect(wrong).toEqual([]);
});

/** What pyClowder 3.0.8 asks for against Clowder v1 (its modules `api/v1`, `collections`, `sections` and `geostreams`). */
const PYCLOWDER = `
  POST /api/datasets/createempty
  GET /api/datasets/:id
  GET /api/datasets/:id/files
  GET /api/datasets/:id/download
  GET /api/datasets/:id/metadata.jsonld
  POST /api/datasets/:id/metadata.jsonld
  DELETE /api/datasets/:id/metadata.jsonld
  POST /api/datasets/:id/tags
  POST /api/datasets/:id/extractions
  DELETE /api/datasets/:id
  GET /api/files/:id
  GET /api/files/:id/metadata
  GET /api/files/:id/metadata.jsonld
  POST /api/files/:id/metadata.jsonld
  POST /api/files/:id/extractions
  POST /api/files/:id/tags
  POST /api/files/:id/previews/:preview_id
  POST /api/files/:id/thumbnails/:thumbnail_id
  DELETE /api/files/:id
  POST /api/uploadToDataset/:id
  POST /api/previews
  POST /api/previews/:id/metadata
  POST /api/fileThumbnail
  POST /api/collections
  POST /api/collections/newCollectionWithParent
  POST /api/collections/:id/previews/:preview_id
  GET /api/collections/:id/getChildCollections
  GET /api/collections/:id/datasets
  DELETE /api/collections/:id
  POST /api/sections
  POST /api/sections/:id/tags
  POST /api/sections/:id/description
  POST /api/geostreams/sensors
  POST /api/geostreams/streams
  POST /api/geostreams/datapoints
  GET /api/geostreams/sensors
  GET /api/geostreams/streams
  GET /api/geostreams/stream`
  .trim()
  .split(/\s*\n\s*/);

test('all that pyClowder asks for is offered, except geostreams', async () => {
  const missing = PYCLOWDER.filter((line) => !line.includes('/geostreams/') && !OURS.has(patternOf(line)));
  expect(missing).toEqual([]);
  for (const line of PYCLOWDER.filter((each) => each.includes('/geostreams/'))) {
    const [method = '', path = ''] = line.split(' ');
    const response = await app.inject({ method: method as 'GET' | 'POST', url: path, headers: KEY });
    expect(response.statusCode, line).toBe(501);
  }
});
