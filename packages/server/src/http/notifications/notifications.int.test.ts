import { ApiError, type CallInput, type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { createDatasetWith, startTestServer, type TestServer } from '@pawprint/testing';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';

let server: TestServer;
let ben: Client;
let cleo: Client;
beforeAll(async () => {
  server = await startTestServer();
  [ben, cleo] = await Promise.all([clientOf('Ben'), clientOf('Cleo')]);
  const body = { name: 'word-count', version: '1.0', description: 'Counts words' };
  await server.client.call('registerExtractor', { body });
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

const listOf = async (client: Client) => (await client.call('listWatches', {}))?.items ?? [];

test('a watch of the same subject is changed, and each person has their own', async () => {
  const datasetId = (await ben.call('createDataset', { body: { name: 'Soil' } }))?.id ?? '';
  const made = await ben.call('createWatch', { body: { dataset_id: datasetId, outcomes: ['failed'] } });
  expect(made).toMatchObject({ subject: { type: 'dataset', id: datasetId }, outcomes: ['failed'] });
  const changed = await ben.call('createWatch', { body: { dataset_id: datasetId, outcomes: ['done'] } });
  expect(changed).toEqual({ ...made, outcomes: ['done'] });
  expect(await listOf(ben)).toEqual([changed]);
  expect(await listOf(cleo)).toEqual([]);
  const params = { id: made?.id ?? '' };
  expect(await refusalOf(cleo.call('deleteWatch', { params }))).toBe('404 not_found');
  await ben.call('deleteWatch', { params });
  expect(await listOf(ben)).toEqual([]);
});

test('what a person does not see they cannot watch', async () => {
  const datasetId = (await ben.call('createDataset', { body: { name: 'Soil' } }))?.id ?? '';
  const watch = (body: Omit<NonNullable<CallInput<'createWatch'>['body']>, 'outcomes'>) =>
    refusalOf(cleo.call('createWatch', { body: { ...body, outcomes: ['failed'] } }));
  expect(await watch({ dataset_id: datasetId })).toBe('404 dataset_not_found');
  expect(await watch({ job_ids: [v7()] })).toBe('404 job_not_found');
  expect(await watch({ extractor: 'unknown' })).toBe('404 extractor_not_found');
  expect(await watch({ operation_id: v7() })).toBe('404 not_found');
  expect(await watch({ query: `dataset:${datasetId}` })).toBe('400 bad_request');
  expect(await watch({})).toBe('400 bad_request');
});

test('a failure is told by the running server, listed page by page, and marked as read', async () => {
  const { datasetId, fileIds } = await createDatasetWith(ben, [
    { name: 'a.txt', content: 'a' },
    { name: 'b.txt', content: 'b' },
  ]);
  await ben.call('createWatch', { body: { dataset_id: datasetId, outcomes: ['failed'] } });
  const submitted = await Promise.all(
    fileIds.map((id) =>
      ben.call('submitFileExtraction', { params: { id }, body: { extractor: 'word-count' } }),
    ),
  );
  await ben.call('createWatch', {
    body: { query: `dataset:${datasetId}`, outcomes: ['done'] },
  });
  for (const _ of submitted) {
    const claim = { params: { name: 'word-count' }, body: { instance_id: 'i-1', version: '1.0', wait_s: 0 } };
    const claimed = await server.client.call('claimJob', claim);
    const lease_id = claimed?.lease.id ?? '';
    const report = { id: v7(), kind: 'ERROR' as const, message: 'No such column' };
    await server.client.call('sendReports', {
      params: { id: claimed?.job.id ?? '' },
      body: { lease_id, reports: [report] },
    });
  }
  const list = (query: { limit?: number; cursor?: string } = {}) => ben.call('listNotifications', { query });
  await expect
    .poll(async () => (await list())?.items.map(({ title }) => title).toSorted())
    .toEqual(['2 jobs: 2 failed', expect.stringMatching(/: 2 failed$/)]);
  const first = await list({ limit: 1 });
  const second = await list({ limit: 1, cursor: first?.next ?? '' });
  expect([first?.unread, second?.next]).toEqual([2, null]);
  expect(second?.items[0]?.id).not.toBe(first?.items[0]?.id);
  const ids = [first?.items[0]?.id ?? '', 'no-uuid'];
  expect(await cleo.call('readNotifications', { body: { ids } })).toEqual({ unread: 0 });
  expect(await ben.call('readNotifications', { body: { ids } })).toEqual({ unread: 1 });
  expect(await ben.call('readNotifications', { body: {} })).toEqual({ unread: 0 });
  expect(await refusalOf(list({ cursor: 'none' }))).toBe('400 bad_request');
});

test('several jobs are watched again by the id of their watch once it was removed', async () => {
  const { datasetId, fileIds } = await createDatasetWith(ben, [
    { name: 'c.txt', content: 'c' },
    { name: 'd.txt', content: 'd' },
  ]);
  for (const id of fileIds)
    await ben.call('submitFileExtraction', { params: { id }, body: { extractor: 'word-count' } });
  const made = await ben.call('createWatch', { body: { query: `dataset:${datasetId}`, outcomes: ['done'] } });
  const again = (client: Client, watch_id = made?.id ?? '') =>
    client.call('createWatch', { body: { watch_id, outcomes: ['done', 'failed'] } });
  expect(await refusalOf(again(ben))).toBe('404 not_found');
  const remove = () => ben.call('deleteWatch', { params: { id: made?.id ?? '' } });
  await remove();
  expect(await refusalOf(remove())).toBe('404 not_found');
  expect(await refusalOf(again(cleo))).toBe('404 not_found');
  expect(await refusalOf(again(ben, 'no-uuid'))).toBe('404 not_found');
  expect(await again(ben)).toMatchObject({
    subject: { type: 'jobs', name: '2 jobs' },
    outcomes: ['done', 'failed'],
  });
});
