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

const exportOf = async (client: Client, format: 'csv' | 'ndjson', query: string): Promise<string> => {
  const response = await client.fetch('exportJobs', { query: { format, query } });
  expect(response.status).toBe(200);
  return response.text();
};

test('an export has what the caller sees of the jobs that match, as CSV and as NDJSON', async () => {
  const csv = await exportOf(ben, 'csv', 'extractor:ncsa.*');
  expect(csv.split('\n')).toHaveLength(3);
  expect(csv).toMatch(/^"id","state"/);
  expect(csv).toContain('"Soil-17.txt"');
  const lines = (await exportOf(server.client, 'ndjson', 'dataset:prairie*')).trim().split('\n');
  const names = lines.map((line) => (JSON.parse(line) as { resource: { name: string } }).resource.name);
  expect(names).toEqual(['creek.txt', 'Soil-17.txt']);
  expect(await exportOf(ben, 'ndjson', 'by:cleo')).toBe('');
});

test('a name that a spreadsheet would run as a formula is exported as text', async () => {
  await createDatasetWith(cleo, [{ name: '=SUM(A1).txt', content: 'a' }], 'Formulas');
  const csv = await exportOf(cleo, 'csv', 'file:"=SUM(A1)*"');
  expect(csv).toContain(`"'=SUM(A1).txt"`);
});

test('jobs that match are counted by time and state, as far as the caller sees them', async () => {
  const counted = await ben.call('countJobsByTime', { query: { query: 'extractor:ncsa.*' } });
  expect(counted).toMatchObject({ is_complete: true, states: [{ state: 'QUEUED', count: 1 }] });
  const [bucket] = counted?.buckets ?? [];
  expect(bucket).toMatchObject({ state: 'QUEUED', count: 1 });
  expect(Date.now() - Date.parse(bucket?.at ?? '')).toBeLessThan(3_600_000);
  const all = await server.client.call('countJobsByTime', { query: {} });
  expect(all?.states).toEqual([{ state: 'QUEUED', count: 3 }]);
  const none = await ben.call('countJobsByTime', { query: { query: 'by:cleo since:7d' } });
  expect(none).toMatchObject({ is_complete: true, states: [], buckets: [], step_ms: expect.any(Number) });
});
