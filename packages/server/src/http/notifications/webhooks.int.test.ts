import { ApiError, type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';

let server: TestServer;
let ben: Client;
let cleo: Client;
beforeAll(async () => {
  server = await startTestServer();
  [ben, cleo] = await Promise.all([clientOf('Ben'), clientOf('Cleo')]);
});
afterAll(() => server.stop());

const clientOf = async (name: string): Promise<Client> => {
  const id = name.toLowerCase();
  await server.db
    .insertInto('users')
    .values({ id, name, email: `${id}@example.org` })
    .execute();
  await addApiKey(server.db, id, 'test', `key-of-${id}-0123456789`);
  return createClient({ baseUrl: server.url, key: `key-of-${id}-0123456789`, parseAnswer });
};

const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ApiError ? `${error.status} ${error.code}` : 'answered';
};

const URL = 'https://hooks.example.org/pawprint';

test('the secret of a webhook is in the first answer only, and another webhook has another one', async () => {
  const made = await ben.call('createWebhook', { body: { name: 'Lab', url: URL } });
  const other = await ben.call('createWebhook', { body: { name: 'Lab', url: URL } });
  expect(made?.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
  expect(other?.secret).not.toBe(made?.secret);
  const { secret: _, ...webhook } = made ?? { secret: '' };
  expect((await ben.call('listWebhooks', {}))?.items).toContainEqual(webhook);
  expect((await cleo.call('listWebhooks', {}))?.items).toEqual([]);
});

test('a webhook and its deliveries are of one person', async () => {
  const { id = '' } = (await ben.call('createWebhook', { body: { name: 'Lab', url: URL } })) ?? {};
  const params = { id };
  const watch = { extractor: 'none', outcomes: ['failed' as const], webhook_id: id };
  expect(await refusalOf(cleo.call('listDeliveries', { params }))).toBe('404 not_found');
  expect(await refusalOf(cleo.call('deleteWebhook', { params }))).toBe('404 not_found');
  expect(await refusalOf(cleo.call('createWatch', { body: watch }))).toBe('400 bad_request');
  expect(await ben.call('listDeliveries', { params })).toEqual({ items: [] });
  await ben.call('deleteWebhook', { params });
  expect(await refusalOf(ben.call('listDeliveries', { params }))).toBe('404 not_found');
});

test.each([
  'http://127.0.0.1:9000/',
  'http://localhost/',
  'http://[::1]/',
  'http://2130706433/',
  'http://10.0.0.1/',
  'http://169.254.169.254/latest/meta-data',
  'https://user:password@hooks.example.org/',
  'ftp://hooks.example.org/',
  'no address',
])('%s is no address of a webhook', async (url) => {
  expect(await refusalOf(ben.call('createWebhook', { body: { name: 'Lab', url } }))).toBe('400 bad_request');
});

test('mails are offered only where the server sends any', async () => {
  expect((await ben.call('listWatches', {}))?.offers_mail).toBe(false);
  const { id = '' } = (await ben.call('createDataset', { body: { name: 'Soil' } })) ?? {};
  const body = { dataset_id: id, outcomes: ['failed' as const], mail: true };
  expect(await refusalOf(ben.call('createWatch', { body }))).toBe('400 bad_request');
});
