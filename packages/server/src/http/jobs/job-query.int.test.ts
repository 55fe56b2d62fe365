import { ApiError, type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { createDatasetWith, startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';

let server: TestServer;
let ben: Client;
let cleo: Client;
/** The ids of Ben's dataset and of its file. */
let prairie: { readonly datasetId: string; readonly fileId: string };
beforeAll(async () => {
  server = await startTestServer();
  [ben, cleo] = await Promise.all([clientOf('Ben'), clientOf('Cleo')]);
  const process = { file: ['text/*'] };
  const body = { name: 'ncsa.wordcount', version: '1.0', description: 'Counts words', process };
  await server.client.call('registerExtractor', { body });
  const files = [{ name: 'Soil-17.txt', content: 'clay' }];
  const { datasetId, fileIds } = await createDatasetWith(ben, files, 'Prairie cores');
  prairie = { datasetId, fileId: fileIds[0] ?? '' };
  await createDatasetWith(cleo, [{ name: 'creek.txt', content: 'mud' }], 'Prairie creeks');
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

const namesOf = async (client: Client, query: string): Promise<string[]> => {
  const found = await client.call('listJobs', { query: { query, sort: 'submitted_at' } });
  return (found?.items ?? []).map(({ resource }) => resource.name);
};

test('datasets, files and people are found by name or id', async () => {
  const { client } = server;
  expect(await namesOf(client, 'dataset:prairie*')).toEqual(['Soil-17.txt', 'creek.txt']);
  expect(await namesOf(client, 'dataset:"prairie cores"')).toEqual(['Soil-17.txt']);
  expect(await namesOf(client, `dataset:${prairie.datasetId.toUpperCase()}`)).toEqual(['Soil-17.txt']);
  expect(await namesOf(client, `file:${prairie.fileId}`)).toEqual(['Soil-17.txt']);
  expect(await namesOf(client, 'file:soil*')).toEqual(['Soil-17.txt']);
  expect(await namesOf(client, 'by:ben')).toEqual(['Soil-17.txt']);
  expect(await namesOf(client, 'by:cleo@*')).toEqual(['creek.txt']);
  expect(await namesOf(client, 'by:me')).toEqual([]);
  expect(await namesOf(client, 'extractor:ncsa.* NOT by:ben')).toEqual(['creek.txt']);
});

test('a name finds only what the caller sees', async () => {
  expect(await namesOf(ben, 'dataset:prairie*')).toEqual(['Soil-17.txt']);
  expect(await namesOf(cleo, 'dataset:"Prairie cores"')).toEqual([]);
  expect(await namesOf(cleo, 'NOT dataset:"Prairie cores"')).toEqual(['creek.txt']);
});

test('operations take the same queries', async () => {
  const filter = { query: 'dataset:prairie* state:queued,submitted' };
  expect(await ben.call('cancelJobs', { body: { filter, dry_run: true } })).toMatchObject({ eligible: 1 });
});

test('a query that cannot be read is refused with the place of its mistake', async () => {
  const asked = ben.call('listJobs', { query: { query: 'by:me state:faild' } });
  const error = await asked.catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(ApiError);
  expect(error).toMatchObject({
    status: 400,
    message: expect.stringMatching(/^“faild” is no state/),
    details: { start: 12, end: 17 },
  });
  const operation = ben.call('cancelJobs', { body: { filter: { query: '(' }, dry_run: true } });
  await expect(operation).rejects.toMatchObject({ status: 400 });
});
