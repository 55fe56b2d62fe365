import { ErrorResponse } from '@pawprint/protocol';
import type { FastifyInstance, InjectOptions } from 'fastify';
import { DatabaseError } from 'pg';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { UserCaller } from '../model/caller.ts';
import { refuse } from '../model/refusal.ts';
import { type AppPorts, buildApp } from './app.ts';
import { ANSWERED, type Handler, ok } from './handler.ts';

const ADA: UserCaller = { kind: 'user', id: 'u1', name: 'Ada', email: 'ada@example.org', role: 'user' };

let app: FastifyInstance | undefined;
const open = async (ports: Partial<AppPorts> = {}): Promise<FastifyInstance> => {
  app = await buildApp({ handlers: {}, authenticate: async () => ADA, ...ports });
  return app;
};
afterEach(() => app?.close());

const refusalOf = async (request: InjectOptions, ports: Partial<AppPorts>) => {
  const response = await (await open(ports)).inject(request);
  return { status: response.statusCode, headers: response.headers, ...ErrorResponse.parse(response.json()) };
};

const createDataset = vi.fn<Handler<'createDataset'>>(async () => ok({ id: 'd1' }));
const posting = (payload: string, headers: Record<string, string> = {}): InjectOptions => ({
  method: 'POST',
  url: '/api/datasets/createempty',
  headers: { 'content-type': 'application/json', ...headers },
  payload,
});

afterEach(() => createDataset.mockClear());

describe('a route', () => {
  test('gives its handler the request as the schemas parse it', async () => {
    const asked = vi.fn<Handler<'listDatasets'>>(async () => ok([]));
    await (await open({ handlers: { listDatasets: asked } })).inject('/api/datasets?limit=7&key=secret');
    expect(asked).toHaveBeenCalledWith(
      expect.objectContaining({ query: { limit: 7 }, params: undefined, body: undefined, caller: ADA }),
    );
  });

  test('answers what the handler returns, with the status of the route table', async () => {
    const response = await (await open({ handlers: { createDataset } })).inject(posting('{"name":"Leaves"}'));
    expect([response.statusCode, response.json()]).toEqual([200, { id: 'd1' }]);
  });

  test('sends no field that the schema of its answer does not name', async () => {
    const handlers = { createDataset: async () => ok({ id: 'd1', blob_key: 'secret' }) };
    const response = await (await open({ handlers })).inject(posting('{"name":"Leaves"}'));
    expect(response.json()).toEqual({ id: 'd1' });
  });

  test('accepts a missing optional body with or without a content type', async () => {
    const attachPreview = vi.fn<Handler<'attachPreview'>>(async () => ok({ status: 'success' }));
    const url = '/api/files/f1/previews/p1';
    const server = await open({ handlers: { attachPreview } });
    const bare = await server.inject({ method: 'POST', url });
    const named = await server.inject({
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json' },
    });
    expect([bare.statusCode, named.statusCode]).toEqual([200, 200]);
  });

  test('answers HEAD if it gives bytes', async () => {
    const downloadFile: Handler<'downloadFile'> = async ({ reply }) => {
      void reply.send('abc');
      return ANSWERED;
    };
    const response = await (await open({ handlers: { downloadFile } })).inject({
      method: 'HEAD',
      url: '/api/files/f1',
    });
    expect([response.statusCode, response.body]).toEqual([200, '']);
  });
});

describe('a refusal', () => {
  test('by the handler has the status of its code and the error shape', async () => {
    const handlers = { createDataset: async () => refuse('conflict', 'There is one already.', { id: 'd0' }) };
    expect(await refusalOf(posting('{"name":"Leaves"}'), { handlers })).toMatchObject({
      status: 409,
      error: { code: 'conflict', message: 'There is one already.', details: { id: 'd0' } },
    });
  });

  test('of malformed JSON is 400, and no handler is called', async () => {
    expect(await refusalOf(posting('{"name": '), { handlers: { createDataset } })).toMatchObject({
      status: 400,
      error: { code: 'malformed_json' },
    });
    expect(createDataset).not.toHaveBeenCalled();
  });

  test('of a body that does not match its schema is 400 and names the fields', async () => {
    expect(await refusalOf(posting('{"name": 7}'), { handlers: { createDataset } })).toMatchObject({
      status: 400,
      error: { code: 'bad_request', details: { in: 'body', fields: [{ field: 'name' }] } },
    });
    expect(createDataset).not.toHaveBeenCalled();
  });

  test.each([
    ['{"name": " "}', '`name`: A dataset needs a name.'],
    [
      '{"name": "Leaves", "description": 7}',
      '`description`: Invalid input: expected string, received number',
    ],
  ])('of the body %s says which field is wrong, and why', async (body, why) => {
    expect((await refusalOf(posting(body), { handlers: { createDataset } })).error.message).toBe(
      `The body does not match the schema of this route. ${why}`,
    );
  });

  test('of a body that is wrong as a whole names no field', async () => {
    const handlers = { cancelJobs: async () => refuse('conflict', 'It was called.') };
    const request = { method: 'POST', url: '/api/jobs/cancel', payload: {} } as const;
    expect((await refusalOf(request, { handlers })).error.message).toBe(
      'The body does not match the schema of this route. Give either `filter` or `ids`.',
    );
  });

  test('of a query that does not match its schema is 400 and names the fields', async () => {
    const handlers = { listDatasets: async () => ok([]) };
    expect(await refusalOf({ url: '/api/datasets?limit=many' }, { handlers })).toMatchObject({
      status: 400,
      error: { code: 'bad_request', details: { in: 'query', fields: [{ field: 'limit' }] } },
    });
  });

  test('of a malformed id is 404', async () => {
    const showDataset = vi.fn<Handler<'showDataset'>>(async () =>
      refuse('dataset_not_found', 'No such dataset.'),
    );
    expect(
      await refusalOf({ url: `/api/datasets/${'x'.repeat(65)}` }, { handlers: { showDataset } }),
    ).toMatchObject({ status: 404, error: { code: 'not_found' } });
    expect(showDataset).not.toHaveBeenCalled();
  });

  test('of a much too long address is 404', async () => {
    const handlers = { showDataset: async () => refuse('dataset_not_found', 'No such dataset.') };
    expect(await refusalOf({ url: `/api/datasets/${'x'.repeat(2000)}` }, { handlers })).toMatchObject({
      status: 404,
      error: { code: 'not_found' },
    });
  });

  test('of a body that is too large is 413', async () => {
    const large = `{"name":"${'x'.repeat(21 * 1024 * 1024)}"}`;
    expect(await refusalOf(posting(large), { handlers: { createDataset } })).toMatchObject({
      status: 413,
      error: { code: 'too_large' },
    });
    expect(createDataset).not.toHaveBeenCalled();
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x'])(
    'of %s sent to a JSON route is 415',
    async (type) => {
      expect(
        await refusalOf(posting('name', { 'content-type': type }), { handlers: { createDataset } }),
      ).toMatchObject({ status: 415, error: { code: 'unsupported_media_type' } });
      expect(createDataset).not.toHaveBeenCalled();
    },
  );

  test('of JSON sent to a route for forms is 415', async () => {
    const uploadPreview = vi.fn<Handler<'uploadPreview'>>(async () => ok({ id: 'p1' }));
    const request = { ...posting('{}'), url: '/api/previews' };
    expect(await refusalOf(request, { handlers: { uploadPreview } })).toMatchObject({
      status: 415,
      error: { code: 'unsupported_media_type' },
    });
    expect(uploadPreview).not.toHaveBeenCalled();
  });

  test('of an unknown address is 404 and does not repeat the key in it', async () => {
    const refusal = await refusalOf({ url: '/api/nowhere?key=secret' }, {});
    expect(refusal).toMatchObject({ status: 404, error: { code: 'not_found' } });
    expect(JSON.stringify(refusal)).not.toContain('secret');
  });

  test('of a malformed address is 400', async () => {
    const handlers = { showDataset: async () => refuse('dataset_not_found', 'No such dataset.') };
    expect(await refusalOf({ url: '/api/datasets/%zz' }, { handlers })).toMatchObject({
      status: 400,
      error: { code: 'bad_request' },
    });
  });

  test('of a wrong method is 405 and lists the right ones', async () => {
    const handlers = {
      showDataset: async () => refuse('dataset_not_found', 'No such dataset.'),
      deleteDataset: async () => refuse('dataset_not_found', 'No such dataset.'),
    };
    const refusal = await refusalOf({ method: 'PUT', url: '/api/datasets/d1' }, { handlers });
    expect(refusal).toMatchObject({ status: 405, error: { code: 'method_not_allowed' } });
    expect(refusal.headers.allow).toBe('DELETE, GET, HEAD');
  });

  test('of text that the database cannot hold is 400', async () => {
    const handlers = {
      createDataset: () => Promise.reject(Object.assign(new Error('invalid byte'), { code: '22021' })),
    };
    expect(await refusalOf(posting('{"name":"a"}'), { handlers })).toMatchObject({
      status: 400,
      error: { code: 'bad_request' },
    });
  });

  test('while the database is unavailable is 503 with a Retry-After', async () => {
    const handlers = {
      createDataset: () => Promise.reject(Object.assign(new Error('refused'), { code: 'ECONNREFUSED' })),
    };
    expect(await refusalOf(posting('{"name":"a"}'), { handlers })).toMatchObject({
      status: 503,
      headers: { 'retry-after': '2' },
      error: { code: 'unavailable' },
    });
  });
});

test('a transaction that was rolled back because of others is refused with 503', async () => {
  const deadlock = Object.assign(new DatabaseError('deadlock detected', 0, 'error'), { code: '40P01' });
  const handlers = { createDataset: () => Promise.reject(deadlock) };
  expect(await refusalOf(posting('{"name":"a"}'), { handlers })).toMatchObject({
    status: 503,
    headers: { 'retry-after': '2' },
    error: { code: 'unavailable', message: expect.stringContaining('Nothing was changed.') },
  });
});

describe('an internal error', () => {
  const failing = { createDataset: () => Promise.reject(new Error('password is hunter2')) };

  test('is 500 without details of the cause', async () => {
    const refusal = await refusalOf(posting('{"name":"a"}'), { handlers: failing });
    expect(refusal).toMatchObject({ status: 500, error: { code: 'internal' } });
    expect(JSON.stringify(refusal)).not.toContain('hunter2');
  });

  test('does not stop the server', async () => {
    const server = await open({ handlers: { ...failing, listDatasets: async () => ok([]) } });
    await server.inject(posting('{"name":"a"}'));
    expect((await server.inject('/api/datasets')).statusCode).toBe(200);
  });

  test('is 500 if an answer does not match its schema', async () => {
    const handlers = { createDataset: async () => ok({ id: '' }) };
    expect(await refusalOf(posting('{"name":"a"}'), { handlers })).toMatchObject({
      status: 500,
      error: { code: 'internal' },
    });
  });
});

describe('a caller who is not signed in', () => {
  const anonymous = { authenticate: async () => null };

  test('gets 401 before the body is read', async () => {
    expect(
      await refusalOf(
        { url: '/api/jobs' },
        { ...anonymous, handlers: { listJobs: async () => ok({ items: [], next: null }) } },
      ),
    ).toMatchObject({
      status: 401,
      error: { code: 'not_signed_in' },
    });
    const refusal = await refusalOf(posting('{"name": ', { accept: 'application/json' }), {
      ...anonymous,
      handlers: { createDataset },
    });
    expect(refusal).toMatchObject({ status: 401, error: { code: 'not_signed_in' } });
    expect(createDataset).not.toHaveBeenCalled();
  });

  test.each([undefined, '*/*'])(
    'gets the 401 text of Clowder v1 on its routes with Accept: %s',
    async (accept) => {
      const server = await open({ ...anonymous, handlers: { createDataset } });
      const response = await server.inject(posting('{}', accept ? { accept } : {}));
      expect([response.statusCode, response.body]).toEqual([401, 'Not authorized']);
      expect(response.headers['content-type']).toMatch('text/plain');
    },
  );

  test('needs no credential on open routes', async () => {
    const handlers = { showHealth: async () => ok({ status: 'ok' as const }) };
    expect((await (await open({ ...anonymous, handlers })).inject('/api/health')).statusCode).toBe(200);
  });
});
