import { ErrorResponse } from '@pawprint/protocol';
import { afterEach, expect, test } from 'vitest';
import { buildApp } from '../app.ts';

let app: Awaited<ReturnType<typeof buildApp>> | undefined;
afterEach(() => app?.close());

test.each([
  ['GET', '/api/geostreams'],
  ['GET', '/api/geostreams/sensors?sensor_name=soil&key=secret'],
  ['POST', '/api/geostreams/datapoints'],
  ['PUT', '/api/geostreams/sensors/1'],
  ['DELETE', '/api/geostreams/streams/1/2'],
  ['GET', '/api/geostreams/stream'],
] as const)('%s %s is not offered, whatever is sent with it', async (method, url) => {
  app = await buildApp({ handlers: {}, authenticate: async () => null });
  const body =
    method === 'GET' ? {} : { payload: 'not json', headers: { 'content-type': 'application/json' } };
  const response = await app.inject({ method, url, ...body });
  expect(response.statusCode).toBe(501);
  expect(ErrorResponse.parse(response.json()).error).toMatchObject({
    code: 'not_offered',
    message: expect.stringContaining('Geostreams'),
  });
});
