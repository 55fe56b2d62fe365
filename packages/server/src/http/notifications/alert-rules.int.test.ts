import { ApiError, type Client, createClient, parseAnswer } from '@pawprint/protocol';
import { startTestServer, type TestServer } from '@pawprint/testing';
import { v7 } from 'uuid';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { addApiKey } from '../../access/keys.ts';
import { followActs } from '../../store/audit.builder.ts';

let server: TestServer;
let ben: Client;
let olga: Client;
beforeAll(async () => {
  server = await startTestServer();
  [ben, olga] = await Promise.all([clientOf('Ben', 'admin'), clientOf('Olga', 'operator')]);
  const body = { name: 'word-count', version: '1.0', description: 'Counts words' };
  await server.client.call('registerExtractor', { body });
});
afterEach(() => server.db.deleteFrom('alert_rules').execute());
afterAll(() => server.stop());

const clientOf = async (name: string, role: string): Promise<Client> => {
  const id = name.toLowerCase();
  await server.db
    .insertInto('users')
    .values({ id, name, email: `${id}@example.org`, role })
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

const OLDEST = { kind: 'oldest_waiting', extractor: null, longer_than_s: 600 } as const;
const FAILED = { kind: 'failed_percent', extractor: 'word-count', more_than_percent: 20 } as const;

const list = async () => (await ben.call('listAlertRules', {}))?.items ?? [];

test('a rule is made, changed and removed, each recorded', async () => {
  const readActs = await followActs(server.db);
  const made = await ben.call('createAlertRule', { body: { condition: FAILED } });
  expect(made).toMatchObject({
    condition: { ...FAILED, within_minutes: 60, min_ended: 10 },
    hold_s: 300,
    mail: false,
    webhook_id: null,
    told: { id: 'ben', name: 'Ben' },
  });
  const params = { id: made?.id ?? '' };
  const changed = await ben.call('changeAlertRule', { params, body: { condition: OLDEST, hold_s: 0 } });
  expect(changed).toMatchObject({ id: made?.id, condition: OLDEST, hold_s: 0 });
  expect((await list()).map(({ id }) => id)).toEqual([made?.id]);
  await ben.call('deleteAlertRule', { params });
  expect(await list()).toEqual([]);
  expect(await refusalOf(ben.call('deleteAlertRule', { params }))).toBe('404 not_found');
  expect(await refusalOf(ben.call('changeAlertRule', { params, body: { condition: OLDEST } }))).toBe(
    '404 not_found',
  );
  expect((await readActs()).map(({ act, subject, user_id }) => ({ act, subject, user_id }))).toEqual(
    ['alert.create', 'alert.change', 'alert.delete'].map((act) => ({
      act,
      subject: params.id,
      user_id: 'ben',
    })),
  );
});

test('operators neither see rules nor make them', async () => {
  expect(await refusalOf(olga.call('listAlertRules', {}))).toBe('403 forbidden');
  expect(await refusalOf(olga.call('createAlertRule', { body: { condition: OLDEST } }))).toBe(
    '403 forbidden',
  );
});

test.each([
  [{ condition: { ...OLDEST, longer_than_s: 0 } }, '400 bad_request'],
  [{ condition: { ...FAILED, more_than_percent: 100 } }, '400 bad_request'],
  [{ condition: { ...FAILED, within_minutes: 1_441 } }, '400 bad_request'],
  [{ condition: { ...FAILED, min_ended: 0 } }, '400 bad_request'],
  [{ condition: { ...OLDEST, extractor: 'unknown' } }, '404 extractor_not_found'],
  [{ condition: OLDEST, hold_s: -1 }, '400 bad_request'],
  [{ condition: OLDEST, mail: true }, '400 bad_request'],
  [{ condition: OLDEST, webhook_id: v7() }, '400 bad_request'],
] as const)('%o is refused', async (body, refusal) => {
  expect(await refusalOf(ben.call('createAlertRule', { body }))).toBe(refusal);
  expect(await list()).toEqual([]);
});

test('there are a hundred rules at most, also when two are made at once', async () => {
  await server.db
    .insertInto('alert_rules')
    .values(
      Array.from({ length: 99 }, () => ({
        id: v7(),
        condition: JSON.stringify({ kind: 'no_instance', extractor: null }),
        hold_ms: 86_400_000,
        user_id: 'ben',
        created_at: new Date(),
      })),
    )
    .execute();
  const make = () => refusalOf(ben.call('createAlertRule', { body: { condition: OLDEST } }));
  expect((await Promise.all([make(), make()])).toSorted()).toEqual(['409 conflict', 'answered']);
});

test('who changes the rule of somebody who is no administrator any more is told from then on', async () => {
  const made = await ben.call('createAlertRule', { body: { condition: OLDEST } });
  const params = { id: made?.id ?? '' };
  const change = () => server.client.call('changeAlertRule', { params, body: { condition: OLDEST } });
  expect((await change())?.told?.id).toBe('ben');
  await server.db.updateTable('users').set({ role: 'user' }).where('id', '=', 'ben').execute();
  const seen = async () => (await server.client.call('listAlertRules', {}))?.items[0]?.told;
  expect(await seen()).toBe(null);
  const told = (await change())?.told;
  expect(told).toEqual(await seen());
  expect(told?.id).not.toBe('ben');
  await server.db.updateTable('users').set({ role: 'admin' }).where('id', '=', 'ben').execute();
});
