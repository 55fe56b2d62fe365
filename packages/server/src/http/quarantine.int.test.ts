import type { AddressInfo } from 'node:net';
import { ApiError, type Client, createClient, parseAnswer, parseHeartbeat } from '@pawprint/protocol';
import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createRights } from '../access/rights.ts';
import { createHeartbeatRecorder } from '../extractors/record-heartbeats.ts';
import { ANA, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import { aDelivery, aRawDelivery } from '../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../jobs/record/report-recorder.ts';
import type { UserCaller } from '../model/caller.ts';
import type { Delivery } from '../model/report.ts';
import { followActs, type ReadActs } from '../store/audit.builder.ts';
import { readExtractor } from '../store/extractors/extractors.ts';
import { buildApp } from './app.ts';
import { quarantineHandlers } from './quarantine.ts';

const callers: Readonly<Record<string, UserCaller>> = {
  admin: { kind: 'user', ...ANA, email: 'ana@example.org', role: 'admin' },
  user: { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' },
};

let bench: JobsBench;
let acts: ReadActs;
let app: Awaited<ReturnType<typeof buildApp>>;
let changedExtractors: string[];
let admin: Client;
let user: Client;
beforeAll(async () => {
  bench = await createJobsBench();
  app = await buildApp({
    handlers: quarantineHandlers({
      ...bench,
      autoEnable: true,
      approveChanges: false,
      maxHeartbeatOnly: 500,
      hasRight: createRights({ ...bench, findScope: async () => undefined, allowPublic: true }).hasRight,
      onExtractorChanged: (name) => changedExtractors.push(name),
    }),
    authenticate: async ({ headers }) =>
      callers[String(headers.authorization).slice('Bearer '.length)] ?? null,
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const baseUrl = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  [admin, user] = [
    createClient({ baseUrl, key: 'admin', parseAnswer }),
    createClient({ baseUrl, key: 'user', parseAnswer }),
  ];
});
beforeEach(async () => {
  changedExtractors = [];
  await sql`truncate quarantine`.execute(bench.db);
  acts = await followActs(bench.db);
});
afterAll(async () => {
  await app.close();
  await bench.close();
});

const refused = async (...batch: Delivery[]): Promise<string[]> => {
  await createReportRecorder(bench).recordDeliveries(batch);
  const rows = await bench.db.selectFrom('quarantine').select('id').orderBy('id', 'desc').execute();
  return rows.map(({ id }) => id);
};

const codeOf = (answer: Promise<unknown>): Promise<unknown> =>
  answer.catch((error: unknown) => (error instanceof ApiError ? `${error.status} ${error.code}` : error));

test('quarantined messages are listed newest first, in pages', async () => {
  const ids = await refused(
    aRawDelivery('größe ?key=SECRET'),
    aRawDelivery(Uint8Array.of(0xff, 0x00, 0x41)),
    aRawDelivery('x'.repeat(5_000)),
  );
  const first = await admin.call('listQuarantine', { query: { limit: 2 } });
  expect(first?.items.map(({ id }) => id)).toEqual(ids.slice(0, 2));
  expect(first?.items).toMatchObject([
    { body: 'x'.repeat(2_000), encoding: 'utf-8', size_bytes: 5_000 },
    { body: '/wBB', encoding: 'base64', size_bytes: 3, source: 'report', reason: 'not_json' },
  ]);
  const next = await admin.call('listQuarantine', { query: { cursor: first?.next ?? '' } });
  expect(next).toMatchObject({
    items: [{ id: ids[2], body: 'größe ?key=***', replayed_at: null }],
    next: null,
  });
  expect((await admin.call('listQuarantine', { query: { source: 'heartbeat' } }))?.items).toEqual([]);
  expect((await admin.call('showQuarantined', { params: { id: ids[0] ?? '' } }))?.body).toBe(
    'x'.repeat(5_000),
  );
});

test('a replayed report is recorded once its job exists', async () => {
  const jobId = v4();
  const [id = ''] = await refused(aDelivery('STARTED', { jobId, headers: { 'x-pawprint-instance': 'i-7' } }));
  expect(await admin.call('replayQuarantined', { params: { id } })).toMatchObject({
    became: 'refused',
    reason: 'unknown_job',
  });
  bench.pass(1);
  const real = await bench.submit();
  await bench.db
    .updateTable('quarantine')
    .set({ body: aDelivery('STARTED', { jobId: real }).body as Buffer })
    .execute();
  expect(await admin.call('replayQuarantined', { params: { id } })).toMatchObject({
    became: 'recorded',
    job_id: real,
  });
  expect((await bench.job(real)).progress.attempts).toMatchObject([{ instanceId: 'i-7' }]);
  expect(await codeOf(admin.call('replayQuarantined', { params: { id } }))).toBe('409 conflict');
  expect(await admin.call('showQuarantined', { params: { id } })).toMatchObject({
    replayed_at: new Date(bench.now()).toISOString(),
    replayed_by: { id: 'ana', name: 'Ana Ferreira' },
  });
  const act = { user_id: 'ana', act: 'quarantine.replay', subject: id };
  expect(await acts()).toMatchObject([
    { ...act, details: { refused: 'unknown_job' } },
    { ...act, details: {} },
  ]);
});

test('a replayed heartbeat is recorded once its owner has an account', async () => {
  const body = Buffer.from(
    JSON.stringify({
      id: 'i-1',
      queue: 'private.k1.mine',
      owner: 'ben@example.org',
      extractor_info: { name: 'mine', version: '1', unique_key: 'k1' },
    }),
  );
  const beats = createHeartbeatRecorder({
    db: bench.db,
    autoEnable: true,
    approveChanges: false,
    maxHeartbeatOnly: 500,
    onExtractorChanged: () => undefined,
  });
  await beats([{ body, properties: {}, parsed: parseHeartbeat(body, {}), at: bench.now() }]);
  const [kept] = (await admin.call('listQuarantine', {}))?.items ?? [];
  expect(kept).toMatchObject({ source: 'heartbeat', reason: 'unknown_owner' });
  await bench.db.insertInto('users').values({ id: 'ben', name: 'Ben', email: 'ben@example.org' }).execute();

  expect(await admin.call('replayQuarantined', { params: { id: kept?.id ?? '' } })).toMatchObject({
    became: 'heard',
    extractor: 'private.k1.mine',
  });
  expect(await readExtractor(bench.db, 'private.k1.mine')).toMatchObject({ owner: 'ben' });
  expect(changedExtractors).toEqual(['private.k1.mine']);
});

test('a deleted message is audited', async () => {
  const [id = ''] = await refused(aRawDelivery('?'));
  expect(await admin.call('discardQuarantined', { params: { id } })).toBeUndefined();
  for (const route of ['showQuarantined', 'replayQuarantined', 'discardQuarantined'] as const)
    expect(await codeOf(admin.call(route, { params: { id } }))).toBe('404 not_found');
  expect(await acts()).toMatchObject([
    {
      user_id: 'ana',
      act: 'quarantine.discard',
      subject: id,
      details: { reason: 'not_json', size_bytes: 1 },
    },
  ]);
});

test('only administrators see the quarantine', async () => {
  const [id = ''] = await refused(aRawDelivery('?'));
  expect(await codeOf(user.call('listQuarantine', {}))).toBe('403 forbidden');
  for (const route of ['showQuarantined', 'replayQuarantined', 'discardQuarantined'] as const)
    expect(await codeOf(user.call(route, { params: { id } }))).toBe('403 forbidden');
  expect(await acts()).toEqual([]);
});

test.each(['not-an-id', v4()])('no message has the id %s', async (id) => {
  expect(await codeOf(admin.call('showQuarantined', { params: { id } }))).toBe('404 not_found');
});
