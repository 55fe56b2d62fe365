import { ApiError, type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';
import { followActs } from '../../store/audit.builder.ts';

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

interface Draft {
  readonly name: string;
  readonly query?: string;
  readonly shared?: boolean;
}

const save = async (client: Client, body: Draft): Promise<string> =>
  (await client.call('createJobView', { body }))?.id ?? '';

const namesOf = async (client: Client, q?: string): Promise<string[]> => {
  const found = await client.call('listJobViews', { query: q === undefined ? {} : { q } });
  return (found?.items ?? []).map(({ name }) => name);
};

const refusalOf = async (call: Promise<unknown>): Promise<string> => {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof ApiError ? `${error.status} ${error.code}` : 'answered';
};

test('a view keeps what it was saved with, and changes by parts', async () => {
  const body = { name: ' Lost ', query: 'state:lost by:me', sort: '-elapsed_ms', columns: ['job'] } as const;
  const made = await ben.call('createJobView', { body: { ...body, columns: [...body.columns] } });
  expect(made).toMatchObject({
    name: 'Lost',
    query: 'state:lost by:me',
    sort: '-elapsed_ms',
    columns: ['job'],
    shared: false,
    owner: { id: 'ben', name: 'Ben' },
  });
  const params = { id: made?.id ?? '' };
  const changed = await ben.call('changeJobView', {
    params,
    body: { name: 'All', query: '', columns: null },
  });
  expect(changed).toMatchObject({
    name: 'All',
    query: '',
    sort: '-elapsed_ms',
    columns: null,
    shared: false,
  });
  expect(await ben.call('showJobView', { params })).toEqual(changed);
  await ben.call('deleteJobView', { params });
  expect(await refusalOf(ben.call('showJobView', { params }))).toBe('404 view_not_found');
});

test('private views are for their owner, shared ones for everybody to see and for their owner to change', async () => {
  const secret = { params: { id: await save(ben, { name: 'Secret' }) } };
  const shared = { params: { id: await save(ben, { name: 'Shared', shared: true }) } };
  await save(cleo, { name: 'Own' });
  expect(await namesOf(ben)).toEqual(['Secret', 'Shared']);
  expect(await namesOf(cleo)).toEqual(['Own', 'Shared']);
  expect(await namesOf(cleo, 'BEN')).toEqual(['Shared']);
  const body = { name: 'Mine now' };
  expect(await refusalOf(cleo.call('showJobView', shared))).toBe('answered');
  expect(await refusalOf(cleo.call('changeJobView', { ...shared, body }))).toBe('403 forbidden');
  expect(await refusalOf(cleo.call('deleteJobView', shared))).toBe('403 forbidden');
  for (const client of [cleo, server.client]) {
    expect(await refusalOf(client.call('showJobView', secret))).toBe('404 view_not_found');
    expect(await refusalOf(client.call('changeJobView', { ...secret, body }))).toBe('404 view_not_found');
    expect(await refusalOf(client.call('deleteJobView', secret))).toBe('404 view_not_found');
  }
  expect(await refusalOf(server.client.call('changeJobView', { ...shared, body }))).toBe('403 forbidden');
  await server.client.call('deleteJobView', shared);
  expect(await namesOf(ben)).toEqual(['Secret']);
});

test('a name that is taken, a query with a mistake and too many views are refused', async () => {
  await save(cleo, { name: 'Failed' });
  expect(await refusalOf(save(cleo, { name: 'failed' }))).toBe('409 conflict');
  expect(await refusalOf(save(cleo, { name: ' ' }))).toBe('400 bad_request');
  expect(await refusalOf(save(cleo, { name: 'n'.repeat(101) }))).toBe('400 bad_request');
  await expect(save(cleo, { name: 'New', query: 'since:7d state:faild' })).rejects.toMatchObject({
    status: 400,
    message: expect.stringContaining('“faild” is no state.'),
    details: { start: 15, end: 20 },
  });
  await save(ben, { name: 'Failed' });
  const [first, other] = [await save(ben, { name: 'A' }), await save(ben, { name: 'B' })];
  const rename = { params: { id: other }, body: { name: 'a' } };
  expect(await refusalOf(ben.call('changeJobView', rename))).toBe('409 conflict');
  const itself = { params: { id: first }, body: { name: 'a' } };
  expect(await refusalOf(ben.call('changeJobView', itself))).toBe('answered');
  const outcomes = await Promise.all(
    Array.from({ length: 101 }, (_, n) => refusalOf(save(cleo, { name: `view ${n}` }))),
  );
  expect(new Set(outcomes)).toEqual(new Set(['answered', '409 conflict']));
  expect((await cleo.call('listJobViews', { query: { limit: 2 } }))?.items).toHaveLength(2);
  expect((await cleo.call('listJobViews', { query: { q: 'Cleo' } }))?.total).toBe(100);
});

test('what others see of a view is in the audit log', async () => {
  const readActs = await followActs(server.db);
  const params = { id: await save(ben, { name: 'Watched' }) };
  await ben.call('changeJobView', { params, body: { query: 'state:lost' } });
  await ben.call('changeJobView', { params, body: { shared: true } });
  await ben.call('changeJobView', { params, body: { query: 'state:failed' } });
  await ben.call('changeJobView', { params, body: { shared: false } });
  await ben.call('deleteJobView', { params });
  expect(await readActs()).toMatchObject([
    { act: 'view.share', user_id: 'ben', details: { query: 'state:lost' } },
    { act: 'view.change', details: { query: 'state:failed' } },
    { act: 'view.unshare' },
  ]);
});

test('of a deleted account, the private views are deleted and the shared ones stay', async () => {
  const dora = await clientOf('Dora');
  await save(dora, { name: 'Dora alone' });
  const params = { id: await save(dora, { name: 'Of Dora', shared: true }) };
  await server.db.deleteFrom('users').where('id', '=', 'dora').execute();
  expect(await ben.call('showJobView', { params })).toMatchObject({ name: 'Of Dora', owner: null });
  const left = await server.db
    .selectFrom('job_views')
    .select('name')
    .where('name', 'like', '%Dora%')
    .execute();
  expect(left).toEqual([{ name: 'Of Dora' }]);
  const body = { name: 'Of Ben' };
  expect(await refusalOf(ben.call('changeJobView', { params, body }))).toBe('403 forbidden');
  await server.client.call('deleteJobView', { params });
});
