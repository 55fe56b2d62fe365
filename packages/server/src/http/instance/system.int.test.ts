import { createClient, parseAnswer } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPeople, type PersonName } from '../rights-matrix/world.builder.ts';

let server: TestServer;
let keys: Readonly<Record<PersonName, string>>;
beforeAll(async () => {
  server = await startTestServer();
  keys = await createPeople(server.db);
});
afterAll(() => server.stop());

const clientOf = (name: PersonName) => createClient({ baseUrl: server.url, key: keys[name], parseAnswer });

test('the state names versions, the database, checks, limits and runs', async () => {
  const system = await clientOf('root').call('showSystem', {});
  expect(system).toMatchObject({
    node: process.versions.node,
    rabbitmq: false,
    ready: true,
    checks: { database: { ok: true } },
  });
  expect(system?.database.size_bytes).toBeGreaterThan(0);
  expect(system?.files.free_bytes).toBeGreaterThan(0);
  expect(system?.runs.length).toBeGreaterThan(0);
  expect(system?.requests.find(({ kind }) => kind === 'streams')).toMatchObject({ in_all: 5_000 });
});

test('a stream that is open is counted', async () => {
  const streams = async () =>
    (await clientOf('operator').call('showSystem', {}))?.requests.find(({ kind }) => kind === 'streams')
      ?.under_way;
  const before = await streams();
  const closing = new AbortController();
  const headers = { authorization: `Bearer ${keys.owner}` };
  await fetch(`${server.url}/api/jobs/stream?after=0`, { headers, signal: closing.signal });
  expect(await streams()).toBe(Number(before) + 1);
  closing.abort();
  await expect.poll(streams).toBe(before);
});

test('the folder of the files is shown to administrators only', async () => {
  const pathFor = async (name: PersonName) => (await clientOf(name).call('showSystem', {}))?.files.path;
  expect(await pathFor('root')).toMatch(/blobs$/);
  expect(await pathFor('operator')).toBeNull();
  expect(await pathFor('auditor')).toBeNull();
});

test('settings are listed without secrets, and who reads them is recorded', async () => {
  const settings = (await clientOf('operator').call('listSettings', {})) ?? [];
  expect(settings.find(({ name }) => name === 'PAWPRINT_MAX_STREAMS')).toMatchObject({ value: '5000' });
  const secrets = settings.filter(({ name }) => /PASSWORD|KEY$|_UR[IL]$/.test(name) && !/PUBLIC/.test(name));
  expect(secrets.filter(({ value }) => value !== null && value !== 'hidden')).toEqual([]);
  const page = await clientOf('auditor').call('listAudit', { query: { act: 'settings.see' } });
  expect(page?.items[0]).toMatchObject({ person: { id: 'operator' } });
});
