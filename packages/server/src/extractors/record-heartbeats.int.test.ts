import { parseHeartbeat } from '@pawprint/protocol';
import { RECORDINGS, readRecording } from '@pawprint/testing';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { ANA, createJobsBench, type JobsBench } from '../jobs/jobs.builder.ts';
import type { UserCaller } from '../model/caller.ts';
import { instanceStatus } from '../model/instance.ts';
import { readExtractor, readExtractors, readInstances } from '../store/extractors/extractors.ts';
import { readVersions } from '../store/extractors/versions.ts';
import { createHeartbeatRecorder, type DeliveredHeartbeat } from './record-heartbeats.ts';
import { registerExtractor } from './register-extractor.ts';
import { listUnregistered, registerUnregistered } from './unregistered-extractors.ts';

const MINUTE = 60_000;
const ana: UserCaller = { kind: 'user', ...ANA, email: 'ana@example.org', role: 'user' };

let bench: JobsBench;
let changed: string[];
let record: (batch: readonly DeliveredHeartbeat[]) => Promise<void>;
beforeAll(async () => {
  bench = await createJobsBench();
});
beforeEach(async () => {
  await sql`truncate extractors, unregistered_extractors, quarantine cascade`.execute(bench.db);
  changed = [];
  record = recorder(true);
});
afterAll(() => bench.close());

const recorder = (autoEnable: boolean) =>
  createHeartbeatRecorder({
    db: bench.db,
    autoEnable,
    approveChanges: false,
    maxHeartbeatOnly: 5,
    onExtractorChanged: (name) => changed.push(name),
  });

const delivered = (body: unknown, headers: Record<string, unknown> = {}): DeliveredHeartbeat => {
  const bytes = Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
  return {
    body: bytes,
    properties: { headers },
    parsed: parseHeartbeat(bytes, { headers }),
    at: bench.now(),
  };
};

const announcing = (also: { id?: string; queue?: string; owner?: string; info?: object } = {}) => ({
  id: also.id ?? 'i-1',
  queue: also.queue ?? 'ncsa.wordcount',
  owner: also.owner ?? '',
  extractor_info: { name: 'ncsa.wordcount', version: '2.0', process: { file: ['text/*'] }, ...also.info },
});

const row = (name = 'ncsa.wordcount') =>
  bench.db.selectFrom('extractors').selectAll().where('name', '=', name).executeTakeFirst();

const quarantine = () => bench.db.selectFrom('quarantine').selectAll().orderBy('id').execute();

/** The `ctid` of a row changes when the row is written. */
const written = async (): Promise<unknown> =>
  (
    await sql`select (select array_agg(ctid::text) from extractors) as extractors,
      (select array_agg(ctid::text) from quarantine) as quarantine`.execute(bench.db)
  ).rows;

test('every recorded heartbeat registers extractor, version and instance', async () => {
  for (const name of RECORDINGS)
    for (const { body } of readRecording(name).heartbeats) await record([delivered(body)]);

  expect(await quarantine()).toEqual([]);
  const wordcount = await readExtractor(bench.db, 'ncsa.wordcount');
  expect(wordcount).toMatchObject({
    version: '2.0',
    enabled: true,
    owner: null,
    process: { file: ['text/*', 'application/json'], dataset: [], metadata: [] },
    info: { bibtex: [], author: 'Rob Kooper <kooper@illinois.edu>' },
  });
  expect((await row())?.queue).toBe('ncsa.wordcount');
  expect(await readVersions(bench.db, 'rig.abort')).toMatchObject([{ version: '1.0' }]);
  expect(await readInstances(bench.db, 'rig.abort')).toMatchObject([
    { lane: 'rabbitmq', version: '1.0', intervalMs: 300_000 },
  ]);
});

test('a heartbeat that announces nothing new writes only the time', async () => {
  await record([delivered(announcing())]);
  const before = await written();
  bench.pass(5 * MINUTE);
  await record([delivered(announcing()), delivered(announcing())]);

  expect(await written()).toEqual(before);
  expect(changed).toEqual(['ncsa.wordcount']);
  expect(await readInstances(bench.db, 'ncsa.wordcount')).toMatchObject([{ lastSeenAt: bench.now() }]);
});

test('a heartbeat never changes what an administrator has set', async () => {
  await recorder(false)([delivered(announcing())]);
  expect((await row())?.enabled).toBe(false);
  await bench.db
    .updateTable('extractors')
    .set({ enabled: true, unroutable_at: new Date(0) })
    .execute();
  await recorder(false)([delivered(announcing({ info: { description: 'Counts words.' } }))]);

  expect(await row()).toMatchObject({
    enabled: true,
    unroutable_at: null,
    info: { description: 'Counts words.' },
  });
  expect(changed).toHaveLength(2);
});

test('an extractor registered over HTTP gets a queue', async () => {
  const process = { file: [], dataset: [], metadata: [] };
  const announced = { name: 'ncsa.wordcount', version: '2.0', process, info: {}, owner: null };
  await registerExtractor({ ...bench, autoEnable: true, approveChanges: false }, announced, ana);
  expect((await row())?.queue).toBeNull();
  await record([delivered(announcing())]);
  expect((await row())?.queue).toBe('ncsa.wordcount');
});

test('of two live versions the newer one is current', async () => {
  const [older, newer] = [
    announcing({ id: 'a', info: { version: '1.0' } }),
    announcing({ id: 'b', info: { version: '2.0' } }),
  ];
  await record([delivered(older)]);
  bench.pass(MINUTE);
  await record([delivered(newer)]);
  bench.pass(MINUTE);
  await record([delivered(older)]);
  expect((await row())?.version).toBe('2.0');
  const versions = await readVersions(bench.db, 'ncsa.wordcount');
  expect(versions.map(({ version, lastSeenAt }) => [version, lastSeenAt])).toEqual([
    ['2.0', bench.now() - MINUTE],
    ['1.0', bench.now()],
  ]);
  bench.pass(60 * MINUTE);
  await record([delivered(older)]);
  expect((await row())?.version).toBe('1.0');
});

test('an interval is announced by the instance or observed', async () => {
  const announced = { 'x-pawprint-interval-ms': '10000', 'x-pawprint-host': 'lab-3' };
  await record([
    delivered(announcing({ id: 'announced' }), announced),
    delivered(announcing({ id: 'observed' })),
  ]);
  bench.pass(2_000);
  await record([
    delivered(announcing({ id: 'announced' }), announced),
    delivered(announcing({ id: 'observed' })),
  ]);
  const instances = await readInstances(bench.db, 'ncsa.wordcount');
  expect(instances.map(({ id, intervalMs, host }) => [id, intervalMs, host])).toEqual([
    ['announced', 10_000, 'lab-3'],
    ['observed', 2_000, null],
  ]);
  bench.pass(5_001);
  expect(instances.map((instance) => instanceStatus(instance, bench.now()))).toEqual(['live', 'late']);
});

test('a stopping instance is stopped until its next heartbeat', async () => {
  await record([delivered(announcing())]);
  await record([delivered(announcing(), { 'x-pawprint-stopping': 'true' })]);
  expect((await readInstances(bench.db))[0]?.stoppedAt).toBe(bench.now());
  await record([delivered(announcing())]);
  expect((await readInstances(bench.db))[0]?.stoppedAt).toBeNull();
  expect(changed).toHaveLength(2);
});

test('a heartbeat stored after a later one changes nothing', async () => {
  const older = { ...delivered(announcing({ info: { version: '1.0' } })), at: bench.now() - MINUTE };
  const oldest = { ...delivered(announcing()), at: bench.now() - 2 * MINUTE };
  await record([delivered(announcing(), { 'x-pawprint-stopping': 'true' })]);
  await record([older, oldest]);
  expect(await readInstances(bench.db)).toMatchObject([
    { version: '2.0', lastSeenAt: bench.now(), stoppedAt: bench.now() },
  ]);
  expect(
    (await readVersions(bench.db, 'ncsa.wordcount')).map(({ version, lastSeenAt }) => [version, lastSeenAt]),
  ).toContainEqual(['2.0', bench.now()]);
});

test('a private extractor is registered by queue and owner', async () => {
  const mine = {
    queue: 'private.k1.mine',
    owner: 'Ana@Example.org',
    info: { name: 'mine', unique_key: 'k1' },
  };
  await record([delivered(announcing(mine))]);
  expect(await row('private.k1.mine')).toMatchObject({ owner: 'ana', queue: 'private.k1.mine' });

  await bench.db.insertInto('users').values({ id: 'ben', name: 'Ben', email: 'ben@example.org' }).execute();
  await record([delivered(announcing({ ...mine, owner: 'ben@example.org' }))]);
  expect(await row('private.k1.mine')).toMatchObject({ owner: 'ana' });
  expect(await quarantine()).toMatchObject([{ source: 'heartbeat', reason: 'other_owner' }]);
  await bench.db.deleteFrom('users').where('id', '=', 'ben').execute();
});

test('an unusable heartbeat is quarantined once, and counted', async () => {
  const unusable = [
    delivered(
      announcing({
        queue: 'private.k1.ncsa.wordcount',
        owner: 'unknown@example.org',
        info: { unique_key: 'k1' },
      }),
    ),
    delivered('no JSON'),
    delivered(announcing({ queue: 'amq.direct' })),
  ];
  const other = recorder(true);
  for (let n = 0; n < 3; n += 1) {
    bench.pass(5 * MINUTE);
    const now = unusable.map((each) => ({ ...each, at: bench.now() }));
    await record(now);
    await other(now.map((each) => ({ ...each, at: each.at + 20 })));
    await record(now);
  }
  const entries = await quarantine();
  expect(entries.map(({ reason, times }) => `${reason} ${times}`).toSorted()).toEqual([
    'malformed_queue 3',
    'not_json 3',
    'unknown_owner 3',
  ]);
  expect(entries.map(({ last_received_at }) => last_received_at.getTime())).toEqual(
    entries.map(() => bench.now() + 20),
  );
  expect(changed).toEqual([]);
});

test('an unusable heartbeat is quarantined again after its deletion', async () => {
  await record([delivered('no JSON')]);
  await bench.db.deleteFrom('quarantine').execute();
  bench.pass(5 * MINUTE);
  await record([delivered('no JSON')]);
  expect(await quarantine()).toMatchObject([
    { reason: 'not_json', times: 1, received_at: new Date(bench.now()) },
  ]);
});

test('a queue belongs to one extractor', async () => {
  await record([delivered(announcing()), delivered(announcing({ id: 'i-2', info: { name: 'impostor' } }))]);
  expect(await quarantine()).toMatchObject([{ reason: 'foreign_queue' }]);
  expect(await row('impostor')).toBeUndefined();
});

test('beyond the limit new names wait for an administrator, and only some are stored', async () => {
  const heartbeatOf = (name: string) => delivered(announcing({ queue: name, info: { name } }));
  const names = Array.from({ length: 300 }, (_, n) => `flood.${n}`);
  for (const name of names) await record([heartbeatOf(name)]);

  expect((await readExtractors(bench.db, { grant: { of: 'all' } })).map(({ name }) => name)).toEqual(
    names.slice(0, 5),
  );
  const waiting = await listUnregistered(bench.db);
  expect(waiting).toHaveLength(200);
  expect(waiting[0]).toMatchObject({ source: 'heartbeat', info: { version: '2.0' }, times: 1 });
  expect(await quarantine()).toEqual([]);

  await registerUnregistered({ ...bench, autoEnable: true, approveChanges: false }, ana, 'flood.6');
  await record([heartbeatOf('flood.6'), heartbeatOf('flood.7')]);
  expect(await row('flood.6')).toMatchObject({ queue: 'flood.6', heartbeat_only: false });
  expect(await row('flood.7')).toBeUndefined();
  expect((await listUnregistered(bench.db)).find(({ name }) => name === 'flood.7')?.times).toBe(2);
});
