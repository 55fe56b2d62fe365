import { expect, test } from 'vitest';
import { ZodError } from 'zod';
import { parseAnswer } from '../http/routes.ts';
import { ApiError } from './api-error.ts';
import { createClient } from './client.ts';

interface Sent {
  url: string;
  init: RequestInit;
}

const answering = (response: () => Response | Promise<Response>, sent: Sent[] = []) =>
  createClient({
    baseUrl: 'http://pawprint.test',
    key: 'K',
    fetch: async (url, init) => {
      sent.push({ url: new Request(url).url, init: init ?? {} });
      return response();
    },
  });

const refusalOf = (call: Promise<unknown>): Promise<ApiError> =>
  call.then(
    () => {
      throw new Error('The call was not refused.');
    },
    (error: unknown) => error as ApiError,
  );

test('a call sends method, path, key and JSON body', async () => {
  const sent: Sent[] = [];
  const client = answering(() => Response.json({ id: 'd1' }), sent);
  expect(await client.call('createDataset', { body: { name: 'Soil' } })).toEqual({ id: 'd1' });
  expect(sent[0]?.url).toBe('http://pawprint.test/api/datasets/createempty');
  expect(sent[0]?.init.method).toBe('POST');
  expect(new Headers(sent[0]?.init.headers).get('authorization')).toBe('Bearer K');
  expect(sent[0]?.init.body).toBe('{"name":"Soil"}');
});

test('with a check, an answer that does not match its schema is an error', async () => {
  const answer = async (): Promise<Response> => Response.json({ id: 5 });
  const options = { baseUrl: 'http://pawprint.test', fetch: answer };
  const input = { body: { name: 'Soil' } };
  await expect(createClient({ ...options, parseAnswer }).call('createDataset', input)).rejects.toThrow(
    ZodError,
  );
  expect(await createClient(options).call('createDataset', input)).toEqual({ id: 5 });
});

test('a refusal in the error shape becomes an ApiError with its code', async () => {
  const body = { error: { code: 'job_not_found', message: 'No job has the id x.' } };
  const client = answering(() => Response.json(body, { status: 404 }));
  const error = await refusalOf(client.call('showJob', { params: { id: 'x' } }));
  expect(error).toBeInstanceOf(ApiError);
  expect({ status: error.status, code: error.code, message: error.message }).toEqual({
    status: 404,
    code: 'job_not_found',
    message: 'No job has the id x.',
  });
});

test('another refusal keeps its text and gets a code by its status', async () => {
  const client = answering(() => new Response('Not authorized', { status: 401 }));
  const error = await refusalOf(client.call('showMe', {}));
  expect(error.code).toBe('not_signed_in');
  expect(error.message).toBe('Not authorized');
});

test('no answer is an ApiError with status 0', async () => {
  const client = answering(() => Promise.reject(new TypeError('connection refused')));
  const error = await refusalOf(client.call('showMe', {}));
  expect(error.status).toBe(0);
  expect(error.code).toBe('unavailable');
});

test('a 204 gives undefined', async () => {
  const client = answering(() => new Response(null, { status: 204 }));
  const body = { instance_id: 'i', version: '1' };
  expect(await client.call('claimJob', { params: { name: 'x' }, body })).toBeUndefined();
});

test('a client can send its key in the query instead of a header', async () => {
  const sent: Sent[] = [];
  const client = createClient({
    baseUrl: 'http://clowder.test',
    key: 'K&1',
    keyIn: 'query',
    fetch: async (url, init) => {
      sent.push({ url: new Request(url).url, init: init ?? {} });
      return Response.json([]);
    },
  });
  await client.call('listFileMetadata', { params: { id: 'f1' }, query: { extractor: 'e' } });
  expect(sent[0]?.url).toBe('http://clowder.test/api/files/f1/metadata.jsonld?extractor=e&key=K%261');
  expect(new Headers(sent[0]?.init.headers).has('authorization')).toBe(false);
});
