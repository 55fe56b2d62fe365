import type { Client } from '@pawprint/protocol';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { UserCaller } from '../../model/caller.ts';
import { createDatasetsBench, type DatasetsBench } from '../datasets/datasets.builder.ts';

let bench: DatasetsBench;
let ana: Client;
let ben: Client;
beforeAll(async () => {
  bench = await createDatasetsBench();
  ana = bench.client;
  ben = bench.as(BEN);
  const { id, name, email } = BEN;
  await bench.jobs.db.insertInto('users').values({ id, name, email }).execute();
});
afterAll(() => bench.close());

const BEN: UserCaller = { kind: 'user', id: 'ben', name: 'Ben', email: 'ben@example.org', role: 'user' };
const anaId = async (): Promise<string> => (await listMembers(ana, spaceId))[0]?.id ?? '';

let spaceId: string;
let datasetId: string;
beforeEach(async () => {
  spaceId = (await ana.call('createSpace', { body: { name: 'Soil lab' } }))?.id ?? '';
  datasetId = await bench.createDataset();
});

const listMembers = async (client: Client, id: string) =>
  (await client.call('listSpaceMembers', { params: { id } })) ?? [];
const setBen = (role: 'viewer' | 'editor' | 'admin') =>
  ana.call('setSpaceMember', { params: { id: spaceId, user_id: BEN.id }, body: { role } });
const share = (client = ana) => client.call('shareDataset', { params: { id: datasetId, space_id: spaceId } });
const seenBy = async (client: Client): Promise<boolean> =>
  client.call('showDataset', { params: { id: datasetId } }).then(
    () => true,
    () => false,
  );
const listedFor = async (client: Client): Promise<boolean> =>
  ((await client.call('listDatasets', { query: {} })) ?? []).some(({ id }) => id === datasetId);
const codeOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'done',
    (error: { code: string }) => error.code,
  );

test('who creates a space is its admin and only member', async () => {
  expect(await ana.call('showSpace', { params: { id: spaceId } })).toMatchObject({
    name: 'Soil lab',
    role: 'admin',
    member_count: 1,
    dataset_count: 0,
  });
  expect(await listMembers(ana, spaceId)).toMatchObject([{ name: 'Ana Ferreira', role: 'admin' }]);
});

test('a space that one is no member of is not found', async () => {
  expect(await codeOf(ben.call('showSpace', { params: { id: spaceId } }))).toBe('space_not_found');
  expect(await codeOf(ben.call('showSpace', { params: { id: v4() } }))).toBe('space_not_found');
  expect(((await ben.call('listSpaces', { query: {} })) ?? []).map(({ id }) => id)).not.toContain(spaceId);
});

test('the list of spaces pages by name and by its Link header', async () => {
  for (const name of ['paged C', 'Paged a', 'paged B']) await ana.call('createSpace', { body: { name } });
  const names: string[] = [];
  let query: { readonly title: string; readonly limit: number; readonly after?: string } | undefined = {
    title: 'paged',
    limit: 2,
  };
  for (let pages = 0; query !== undefined; pages += 1) {
    expect(pages).toBeLessThan(2);
    const answer: Response = await ana.fetch('listSpaces', { query });
    names.push(...((await answer.json()) as { name: string }[]).map(({ name }) => name));
    const after: string | undefined = /^<.*[?&]after=([^&>]+).*>; rel="next"$/.exec(
      answer.headers.get('link') ?? '',
    )?.[1];
    query = after === undefined ? undefined : { ...query, after };
  }
  expect(names).toEqual(['Paged a', 'paged B', 'paged C']);
  expect(await codeOf(ana.call('listSpaces', { query: { after: 'no id' } }))).toBe('bad_request');
});

test('members see what is put into a space, and lose it with the membership', async () => {
  await setBen('viewer');
  expect([await seenBy(ben), await listedFor(ben)]).toEqual([false, false]);
  await share();
  expect([await seenBy(ben), await listedFor(ben)]).toEqual([true, true]);
  await ana.call('removeSpaceMember', { params: { id: spaceId, user_id: BEN.id } });
  expect([await seenBy(ben), await listedFor(ben)]).toEqual([false, false]);
});

test('datasets and collections name the spaces that they are in, of those that the caller sees', async () => {
  const hidden = (await ana.call('createSpace', { body: { name: 'Another lab' } }))?.id ?? '';
  const collectionId = (await ana.call('createCollection', { body: { name: 'Soils' } }))?.id ?? '';
  await ana.call('addDatasetToCollection', { params: { id: collectionId, dataset_id: datasetId } });
  for (const space_id of [spaceId, hidden]) {
    await ana.call('shareDataset', { params: { id: datasetId, space_id } });
    await ana.call('shareCollection', { params: { id: collectionId, space_id } });
  }
  await setBen('viewer');

  const spacesFor = async (client: Client) => {
    const inSpace = { params: { id: spaceId }, query: {} };
    const inCollection = { params: { id: collectionId } };
    const found = [
      await client.call('showDataset', { params: { id: datasetId } }),
      ...((await client.call('listDatasets', { query: {} })) ?? []).filter(({ id }) => id === datasetId),
      ...((await client.call('listSpaceDatasets', inSpace)) ?? []),
      ...((await client.call('listCollectionDatasets', inCollection)) ?? []),
      await client.call('showCollection', inCollection),
      ...((await client.call('listAllCollections', { query: {} })) ?? []),
      ...((await client.call('listSpaceCollections', inSpace)) ?? []),
    ];
    return found.map((each) => each?.spaces);
  };
  const ofAna = [hidden, spaceId];
  const text = (ids: readonly string[]): string => `List(${ids.join(', ')})`;
  expect(await spacesFor(ana)).toEqual([...times(4, ofAna), ...times(3, text(ofAna))]);
  expect(await spacesFor(ben)).toEqual([...times(4, [spaceId]), ...times(3, text([spaceId]))]);
});

const times = <Each>(count: number, each: Each): Each[] => Array.from({ length: count }, () => each);

test('members lose what is taken out of the space, and what was in a deleted space', async () => {
  await setBen('viewer');
  await share();
  await ana.call('unshareDataset', { params: { id: datasetId, space_id: spaceId } });
  expect(await seenBy(ben)).toBe(false);
  await share();
  await ana.call('deleteSpace', { params: { id: spaceId } });
  expect([await seenBy(ben), await seenBy(ana)]).toEqual([false, true]);
});

test('a viewer changes nothing, an editor adds but does not share or delete', async () => {
  await share();
  const tag = () =>
    codeOf(ben.call('addDatasetTags', { params: { id: datasetId }, body: { tags: ['dry'] } }));
  const deleteIt = () => codeOf(ben.call('deleteDataset', { params: { id: datasetId } }));
  const makePublic = () =>
    codeOf(ben.call('setDatasetPublic', { params: { id: datasetId }, body: { public: true } }));
  await setBen('viewer');
  expect([await tag(), await makePublic(), await deleteIt()]).toEqual([
    'forbidden',
    'forbidden',
    'forbidden',
  ]);
  await setBen('editor');
  expect([await tag(), await makePublic(), await deleteIt()]).toEqual(['done', 'forbidden', 'forbidden']);
  await setBen('admin');
  expect([await makePublic(), await deleteIt()]).toEqual(['done', 'done']);
});

test('putting a dataset into a space needs the right to share it and a role in the space', async () => {
  const own = (await ben.call('createDataset', { body: { name: "Ben's" } }))?.id ?? '';
  const put = () => codeOf(ben.call('shareDataset', { params: { id: own, space_id: spaceId } }));
  expect(await put()).toBe('space_not_found');
  await setBen('viewer');
  expect(await put()).toBe('forbidden');
  await setBen('editor');
  expect([await put(), await put()]).toEqual(['done', 'done']);
  expect(await codeOf(share(ben))).toBe('dataset_not_found');
});

test('a dataset is created in a space, and public', async () => {
  await setBen('viewer');
  const body = { name: 'Shared from the start', space: spaceId, access: 'PUBLIC' } as const;
  const id = (await ana.call('createDataset', { body }))?.id ?? '';
  expect(await ben.call('showDatasetSharing', { params: { id } })).toMatchObject({
    owner: { name: 'Ana Ferreira' },
    is_public: true,
    spaces: [{ id: spaceId, name: 'Soil lab', member_count: 2, role: 'viewer' }],
    hidden_spaces: 0,
    rights: ['see'],
  });
  expect(await ben.call('listSpaceDatasets', { params: { id: spaceId }, query: {} })).toMatchObject([{ id }]);
  const elsewhere = { name: 'Not there', space: v4() };
  expect(await codeOf(ana.call('createDataset', { body: elsewhere }))).toBe('space_not_found');
});

test('who sees a dataset through one space learns only how many others it is in', async () => {
  const other = (await ana.call('createSpace', { body: { name: 'Secret' } }))?.id ?? '';
  await setBen('viewer');
  await share();
  await ana.call('shareDataset', { params: { id: datasetId, space_id: other } });
  const sharing = await ben.call('showDatasetSharing', { params: { id: datasetId } });
  expect(sharing).toMatchObject({ spaces: [{ id: spaceId }], hidden_spaces: 1 });
});

test('the last admin of a space cannot leave, be removed or be made less', async () => {
  await setBen('editor');
  const member = { id: spaceId, user_id: await anaId() };
  const demote = () => codeOf(ana.call('setSpaceMember', { params: member, body: { role: 'viewer' } }));
  const leave = () => codeOf(ana.call('leaveSpace', { params: { id: spaceId } }));
  const remove = () => codeOf(ana.call('removeSpaceMember', { params: member }));
  expect([await demote(), await leave(), await remove()]).toEqual(['conflict', 'conflict', 'conflict']);
  await setBen('admin');
  expect(await leave()).toBe('done');
  expect((await listMembers(ben, spaceId)).map(({ id }) => id)).toEqual([BEN.id]);
});

test('only admins of a space change it and its members', async () => {
  await setBen('editor');
  const params = { id: spaceId };
  expect(await codeOf(ben.call('changeSpace', { params, body: { name: 'Mine' } }))).toBe('forbidden');
  expect(await codeOf(ben.call('deleteSpace', { params }))).toBe('forbidden');
  const member = { id: spaceId, user_id: BEN.id };
  const raise = ben.call('setSpaceMember', { params: member, body: { role: 'admin' } });
  expect(await codeOf(raise)).toBe('forbidden');
  await ana.call('changeSpace', { params, body: { description: 'Cores of 2026' } });
  expect(await ben.call('showSpace', { params })).toMatchObject({
    name: 'Soil lab',
    description: 'Cores of 2026',
    role: 'editor',
  });
});

test('whoever is signed in finds people by a part of their name or e-mail, in pages', async () => {
  const extractor = { id: 'x', name: 'Benchmark', email: 'x@pawprint.invalid', role: 'extractor' };
  await bench.jobs.db.insertInto('users').values(extractor).execute();
  const find = async (query: { q?: string; limit?: number; after?: string }) =>
    ((await ben.call('listUsers', { query })) ?? []).map(({ fullName }) => fullName);
  expect(await ben.call('listUsers', { query: { q: 'FERR' } })).toMatchObject([
    { firstName: 'Ana', lastName: 'Ferreira', fullName: 'Ana Ferreira', email: expect.stringContaining('@') },
  ]);
  expect(await find({ q: 'ben@' })).toEqual(['Ben']);
  expect(await find({ limit: 1 })).toEqual(['Ana Ferreira']);
  expect(await find({ limit: 1, after: await anaId() })).toEqual(['Ben']);
  expect(await find({ q: 'bench' })).toEqual([]);
});

test('whoever is signed in finds the administrators, to ask them', async () => {
  const root = { id: 'root', name: 'Root', email: 'root@example.org', role: 'admin' };
  await bench.jobs.db.insertInto('users').values(root).execute();
  const found = (await ben.call('listUsers', { query: { role: 'admin' } })) ?? [];
  expect(found.map(({ id }) => id)).toContain('root');
  expect(found.map(({ id }) => id)).not.toContain(BEN.id);
});

test('somebody who does not exist cannot be made a member', async () => {
  const member = { id: spaceId, user_id: 'nobody' };
  const set = ana.call('setSpaceMember', { params: member, body: { role: 'viewer' } });
  expect(await codeOf(set)).toBe('user_not_found');
});

test('what is done to spaces and sharing is in the audit', async () => {
  await setBen('viewer');
  await share();
  await ana.call('setDatasetPublic', { params: { id: datasetId }, body: { public: true } });
  const acts = await bench.jobs.db
    .selectFrom('audit_log')
    .select('act')
    .where('subject', 'in', [spaceId, datasetId])
    .orderBy(sql`seq`)
    .execute();
  expect(acts.map(({ act }) => act)).toEqual([
    'space.create',
    'space.set_member',
    'dataset.share',
    'dataset.make_public',
  ]);
});

test('a collection in a space shows members only those of its datasets that they see', async () => {
  await setBen('viewer');
  const id = (await ana.call('createCollection', { body: { name: 'Cores' } }))?.id ?? '';
  const hidden = await bench.createDataset();
  await share();
  for (const dataset_id of [datasetId, hidden])
    await ana.call('addDatasetToCollection', { params: { id, dataset_id } });
  expect(await codeOf(ben.call('showCollection', { params: { id } }))).toBe('collection_not_found');
  await ana.call('shareCollection', { params: { id, space_id: spaceId } });
  const datasets = await ben.call('listCollectionDatasets', { params: { id } });
  expect((datasets ?? []).map((dataset) => dataset.id)).toEqual([datasetId]);
});
