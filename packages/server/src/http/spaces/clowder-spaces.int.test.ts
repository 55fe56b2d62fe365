import type { Client } from '@pawprint/protocol';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { UserCaller } from '../../model/caller.ts';
import { createDatasetsBench, type DatasetsBench } from '../datasets/datasets.builder.ts';

let bench: DatasetsBench;
let ana: Client;
let ben: Client;
beforeAll(async () => {
  bench = await createDatasetsBench();
  ana = bench.client;
  ben = bench.as(person('ben'));
  for (const id of ['ben', 'cem'])
    await bench.jobs.db
      .insertInto('users')
      .values({ id, name: id, email: `${id}@example.org` })
      .execute();
});
afterAll(() => bench.close());

const person = (id: string): UserCaller => ({
  kind: 'user',
  id,
  name: id,
  email: `${id}@example.org`,
  role: 'user',
});

let spaceId: string;
let datasetId: string;
beforeEach(async () => {
  spaceId = (await ana.call('createSpace', { body: { name: 'Soil lab' } }))?.id ?? '';
  datasetId = await bench.createDataset();
});

const setUsers = (rolesandusers: Record<string, string>, client = ana) =>
  client.call('updateSpaceUsers', { params: { id: spaceId }, body: { rolesandusers } });
const roles = async () =>
  Object.fromEntries(
    ((await ana.call('listSpaceMembers', { params: { id: spaceId } })) ?? []).map(({ id, role }) => [
      id,
      role,
    ]),
  );
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('people get roles, move between them, and lose those that are sent without them', async () => {
  await setUsers({ Viewer: 'ben, cem', Editor: '' });
  expect(await roles()).toEqual({ ana: 'admin', ben: 'viewer', cem: 'viewer' });
  await setUsers({ Viewer: 'cem', editor: 'ben' });
  expect(await roles()).toEqual({ ana: 'admin', ben: 'editor', cem: 'viewer' });
  await setUsers({ Viewer: '' });
  expect(await roles()).toEqual({ ana: 'admin', ben: 'editor' });
});

test('a wrong role, an unknown person or no admin changes nothing', async () => {
  expect(await codeOf(setUsers({ Viewer: 'ben', Owner: 'cem' }))).toBe('bad_request');
  expect(await codeOf(setUsers({ Viewer: 'ben,nobody' }))).toBe('user_not_found');
  expect(await codeOf(setUsers({ Admin: '', Viewer: 'ben' }))).toBe('conflict');
  expect(await codeOf(setUsers({ Viewer: 'ana,ben' }))).toBe('conflict');
  expect(await roles()).toEqual({ ana: 'admin' });
});

test('only admins say who is a member', async () => {
  await setUsers({ Editor: 'ben' });
  expect(await codeOf(setUsers({ Admin: 'ben' }, ben))).toBe('forbidden');
  const params = { id: spaceId };
  const query = { removeUser: 'ben' };
  expect(await codeOf(ben.call('removeSpaceUser', { params, query }))).toBe('forbidden');
  expect(await codeOf(ana.call('removeSpaceUser', { params, query }))).toBe('done');
  expect(await codeOf(ana.call('removeSpaceUser', { params, query }))).toBe('user_not_found');
});

test('datasets and collections are put into a space and taken out, with the answers of Clowder', async () => {
  const dataset = { params: { id: spaceId, dataset_id: datasetId } };
  expect(await ana.call('addDatasetToSpace', dataset)).toEqual({ datasetsInSpace: '1' });
  const collectionId = (await ana.call('createCollection', { body: { name: 'Cores' } }))?.id ?? '';
  const collection = { params: { id: spaceId, collection_id: collectionId } };
  expect(await ana.call('addCollectionToSpace', collection)).toEqual({ collectionInSpace: '1' });
  await setUsers({ Viewer: 'ben' });
  expect(await codeOf(ben.call('showDataset', { params: { id: datasetId } }))).toBe('done');
  expect(await codeOf(ben.call('removeDatasetFromSpace', dataset))).toBe('forbidden');
  expect(await ana.call('removeDatasetFromSpace', dataset)).toEqual({ isTrial: 'false' });
  const withDatasets = { ...collection, query: { removeDatasets: 'true' } } as const;
  expect(await codeOf(ana.call('removeCollectionFromSpace', withDatasets))).toBe('not_offered');
  expect(await ana.call('removeCollectionFromSpace', { ...collection, query: {} })).toBe('success');
  expect(await codeOf(ben.call('showDataset', { params: { id: datasetId } }))).toBe('dataset_not_found');
});

test('a space is renamed', async () => {
  const params = { id: spaceId };
  await ana.call('updateSpace', { params, body: { name: 'Peat lab', description: 'Cores' } });
  expect(await ana.call('showSpace', { params })).toMatchObject({ name: 'Peat lab', description: 'Cores' });
});

test('a dataset is made public and private by its access', async () => {
  const params = { id: datasetId };
  const seesIt = () => codeOf(ben.call('showDataset', { params }));
  await ana.call('setDatasetAccess', { params, query: { aceess: 'PUBLIC' } });
  expect(await seesIt()).toBe('done');
  await ana.call('setDatasetAccess', { params, query: { access: 'PRIVATE' } });
  expect(await seesIt()).toBe('dataset_not_found');
});
