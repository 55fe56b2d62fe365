import { type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPeople, type PersonName } from '../rights-matrix/world.builder.ts';

let server: TestServer;
let keys: Readonly<Record<PersonName, string>>;
let owner: Client;
let spaceId: string;
beforeAll(async () => {
  server = await startTestServer();
  keys = await createPeople(server.db);
  owner = clientOf('owner');
  spaceId = (await owner.call('createSpace', { body: { name: '=1+1' } }))?.id ?? '';
  for (const role of ['viewer', 'editor'] as const)
    await owner.call('setSpaceMember', { params: { id: spaceId, user_id: 'viewer' }, body: { role } });
});
afterAll(() => server.stop());

const clientOf = (name: PersonName): Client =>
  createClient({ baseUrl: server.url, key: keys[name], parseAnswer });
const list = async (query: Parameters<typeof readQuery>[0] = {}) => (await readQuery(query))?.items ?? [];
const readQuery = (query: {
  person?: string;
  act?: string;
  subject?: string;
  since?: string;
  until?: string;
}) => clientOf('auditor').call('listAudit', { query });
const csv = async (query = ''): Promise<string> => {
  const headers = { authorization: `Bearer ${keys.auditor}` };
  return (await fetch(`${server.url}/api/audit.csv${query}`, { headers })).text();
};

test('an entry says who did what to what, from where and by which means', async () => {
  const [newest] = await list({ subject: spaceId });
  expect(newest).toMatchObject({
    person: { id: 'owner', name: 'owner' },
    act: 'space.set_member',
    subject_name: '=1+1',
    address: '127.0.0.1',
    means: 'key',
    credential: 'test',
    details: { user: 'viewer', user_name: 'viewer', role: 'editor' },
  });
});

test('entries are filtered by person, act, kind, subject and time', async () => {
  const actsOf = async (query: Parameters<typeof readQuery>[0]) => (await list(query)).map(({ act }) => act);
  const members = ['space.set_member', 'space.set_member'];
  expect(await actsOf({ person: 'owner', subject: spaceId })).toEqual([...members, 'space.create']);
  expect(await actsOf({ act: 'space.set_member', person: 'owner' })).toEqual(members);
  expect(await actsOf({ act: 'space', subject: '=1+1' })).toEqual([...members, 'space.create']);
  expect(await actsOf({ person: 'stranger' })).toEqual([]);
  const [newest] = await list({ subject: spaceId });
  expect(await actsOf({ subject: spaceId, until: newest?.at ?? '' })).toHaveLength(2);
  expect(await actsOf({ subject: spaceId, since: newest?.at ?? '' })).toHaveLength(1);
});

test('pages follow one another without gap or repetition', async () => {
  const auditor = clientOf('auditor');
  const ids: string[] = [];
  for (let cursor: string | undefined; ; ) {
    const query = { subject: spaceId, limit: 1, ...(cursor && { cursor }) };
    const page = await auditor.call('listAudit', { query });
    ids.push(...(page?.items ?? []).map(({ id }) => id));
    if (!page?.next) break;
    cursor = page.next;
  }
  expect(ids).toEqual((await list({ subject: spaceId })).map(({ id }) => id));
});

test('the CSV has the same entries, and no cell that a spreadsheet would run', async () => {
  const lines = (await csv(`?subject=${spaceId}`)).trim().split('\n');
  expect(lines).toHaveLength(4);
  expect(lines[0]).toContain('"at","person"');
  expect(lines[1]).toContain(
    `"owner","owner","space.set_member","${spaceId}","'=1+1","127.0.0.1","key","test"`,
  );
  expect(lines.join()).not.toMatch(/"[=+\-@]/);
});

test('a download of the log is in the log', async () => {
  await csv('?act=space');
  expect((await list({ act: 'audit.export' }))[0]).toMatchObject({
    person: { id: 'auditor' },
    details: { act: 'space' },
  });
});

test('the log stays readable when an account is deleted', async () => {
  await server.db.insertInto('users').values({ id: 'eve', name: 'Eve', email: 'eve@example.org' }).execute();
  await owner.call('setSpaceMember', { params: { id: spaceId, user_id: 'eve' }, body: { role: 'viewer' } });
  await server.db.deleteFrom('users').where('id', '=', 'eve').execute();
  expect((await list({ subject: spaceId }))[0]?.details).toMatchObject({ user: 'eve', user_name: 'Eve' });
});
