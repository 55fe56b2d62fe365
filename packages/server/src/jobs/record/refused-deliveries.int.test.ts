import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Delivery } from '../../model/report.ts';
import { type Database, openDatabase } from '../../store/database.ts';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../jobs.builder.ts';
import { aDelivery, again, aRawDelivery, submitToBroker } from './deliveries.builder.ts';
import { createReportRecorder } from './report-recorder.ts';

let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench([WORD_COUNT, 'other']);
});
beforeEach(async () => {
  await sql`truncate quarantine`.execute(bench.db);
});
afterAll(() => bench.close());

const record = (...batch: Delivery[]) => createReportRecorder(bench).recordDeliveries(batch);

const reportedEvents = async (id: string) =>
  (await bench.events(id)).filter(({ matchedBy }) => matchedBy !== 'server');

const quarantine = () => bench.db.selectFrom('quarantine').selectAll().orderBy('id').execute();

test('unusable deliveries are quarantined with a reason and without keys', async () => {
  const id = await submitToBroker(bench);
  const stranger = await submitToBroker(bench, { extractor: 'other' });
  const taken = await record(
    aDelivery('STARTED', { jobId: id }),
    aRawDelivery('no JSON ?key=SECRET \u00ff'),
    aDelivery('STARTED', { jobId: v4() }),
    aDelivery('STARTED', { jobId: 'j1', headers: { token: 'SECRET', deep: { big: 2n ** 70n } } }),
    aDelivery('STARTED', { jobId: stranger }),
    aDelivery('STARTED', { extractor: 'unknown' }),
    aDelivery('STARTED', { fileId: 'f1' }),
    aDelivery('SUCCEEDED', { jobId: id }),
  );

  expect(taken.map((each) => ('reason' in each ? each.reason : each.outcome))).toEqual([
    'recorded',
    'not_json',
    'unknown_job',
    'unknown_job',
    'other_extractor',
    'unknown_extractor',
    'unknown_resource',
    'recorded',
  ]);
  const rows = await quarantine();
  expect(rows.map(({ reason }) => reason)).toEqual(
    taken.flatMap((each) => ('reason' in each ? [each.reason] : [])),
  );
  expect(rows[0]?.body.toString()).toBe('no JSON ?key=*** \u00ff');
  expect(rows[2]?.properties).toMatchObject({
    deliveryMode: 2,
    headers: { token: '***', deep: { big: String(2n ** 70n) } },
  });
  expect(JSON.stringify(rows)).not.toContain('SECRET');
  expect((await bench.job(id)).progress.state).toBe('SUCCEEDED');
});

test('a delivery that the database refuses is quarantined alone', async () => {
  await sql`
    create function refuse_poison() returns trigger language plpgsql as $$
    begin raise exception 'cannot hold this' using errcode = '22000'; end $$`.execute(bench.db);
  await sql`
    create trigger refuse_poison before insert on job_events
      for each row when (new.message = 'poison') execute function refuse_poison()`.execute(bench.db);
  const ids = await Promise.all(Array.from({ length: 9 }, () => submitToBroker(bench)));
  const batch = ids.flatMap((jobId, n) => [
    aDelivery('STARTED', { jobId }),
    aDelivery('SUCCEEDED', { jobId, message: n === 4 ? 'poison' : 'done' }),
  ]);
  const taken = await record(...batch);
  await sql`drop function refuse_poison cascade`.execute(bench.db);

  expect(taken.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(17);
  expect(await quarantine()).toMatchObject([{ reason: 'store_failed', detail: 'cannot hold this' }]);
  const states = await Promise.all(ids.map(async (id) => (await bench.job(id)).progress.state));
  expect(states).toEqual(ids.map((_, n) => (n === 4 ? 'RUNNING' : 'SUCCEEDED')));
});

/** A database that stores the first transaction, and then breaks the connection before it answers. */
const brokenAfterCommit = (db: Database): Database => {
  let isBroken = false;
  const transaction: Database['transaction'] = () => {
    const builder = db.transaction();
    if (isBroken) return builder;
    isBroken = true;
    const execute: typeof builder.execute = async (work) => {
      await builder.execute(work);
      throw new Error('Connection terminated unexpectedly');
    };
    return Object.assign(Object.create(builder), { execute });
  };
  return new Proxy(db, {
    get: (real, key) => (key === 'transaction' ? transaction : Reflect.get(real, key)),
  });
};

test('a batch recorded again after a lost commit is stored once', async () => {
  const jobId = await submitToBroker(bench);
  const batch = [
    aDelivery('STARTED', { jobId }),
    aDelivery('SUCCEEDED', { jobId }),
    aDelivery('STARTED', { jobId: v4() }),
  ];
  const recordUnsure = createReportRecorder({ ...bench, db: brokenAfterCommit(bench.db) }).recordDeliveries;
  await expect(recordUnsure(batch)).rejects.toThrow('Connection terminated');
  expect((await recordUnsure(batch)).map(({ outcome }) => outcome)).toEqual([
    'repeated',
    'repeated',
    'refused',
  ]);
  expect(await quarantine()).toMatchObject([{ reason: 'unknown_job', times: 1 }]);
  expect((await reportedEvents(jobId)).map(({ kind }) => kind)).toEqual(['STARTED', 'SUCCEEDED']);
});

test('a redelivered message is quarantined once, with any broker headers', async () => {
  const first = aDelivery('STARTED', { jobId: v4(), headers: { 'x-pawprint-instance': 'i-7' } });
  const headers = { ...first.properties.headers, 'x-delivery-count': 1 };
  const second = { ...again(first), properties: { ...first.properties, headers } };
  await record(first, second);
  await record(second);
  await record(second, second);
  expect(await quarantine()).toMatchObject([{ times: 1 }]);

  const unknownJob = again(aDelivery('STARTED', { jobId: v4() }));
  await record(unknownJob, unknownJob);
  expect((await quarantine()).map(({ times }) => times)).toEqual([1, 1]);
});

test('a report with an id is quarantined once', async () => {
  const report = aDelivery('STARTED', { jobId: v4(), messageId: v4() });
  await record(report);
  await record(report);
  expect(await quarantine()).toMatchObject([{ times: 1 }]);
});

test('a repeated message is counted, with its latest time and reason', async () => {
  const jobId = await submitToBroker(bench, { extractor: 'other' });
  const report = aDelivery('STARTED', { jobId });
  const firstAt = new Date(bench.now());
  await record(report, report);
  expect(await quarantine()).toMatchObject([{ times: 2, reason: 'other_extractor' }]);

  await bench.db.deleteFrom('jobs').where('id', '=', jobId).execute();
  bench.pass(5_000);
  await record(again(report), report);
  expect(await quarantine()).toMatchObject([
    { times: 3, reason: 'unknown_job', received_at: firstAt, last_received_at: new Date(bench.now()) },
  ]);
});

test('messages about different resources are different messages', async () => {
  const report = aDelivery('STARTED', { jobId: v4() });
  const other = { ...report, properties: { ...report.properties, correlationId: v4() } };
  await record(report, other);
  expect((await quarantine()).map(({ times }) => times)).toEqual([1, 1]);
});

test('a replayed message is quarantined again only if it is sent again', async () => {
  const report = aDelivery('STARTED', { jobId: v4() });
  await record(report);
  await bench.db
    .updateTable('quarantine')
    .set({ replayed_at: new Date(bench.now()) })
    .execute();
  bench.pass(1);
  await record(again(report));
  expect(await quarantine()).toHaveLength(1);
  await record(report, again(report));
  expect((await quarantine()).map(({ times, replayed_at }) => [times, replayed_at === null])).toEqual([
    [1, false],
    [1, true],
  ]);
});

test('nothing is quarantined while the database is unavailable', async () => {
  const away = openDatabase('postgres://127.0.0.1:1/none');
  const batch = [aDelivery('STARTED', { jobId: v4() })];
  await expect(createReportRecorder({ ...bench, db: away }).recordDeliveries(batch)).rejects.toThrow(
    /ECONNREFUSED/,
  );
  await away.destroy();
});

test('a thousand hostile reports are quarantined and no usable one is lost', async () => {
  const jobId = await submitToBroker(bench);
  const hostile = [
    '',
    '{',
    'null',
    '[]',
    '\0\0',
    '{"extractor_id":"word-count"}',
    '{"extractor_id":7,"status":"Done"}',
    `{"extractor_id":"word-count","status":"Done","job_id":"${'x'.repeat(5_000)}"}`,
    `{"extractor_id":"word-count","status":"Done","file_id":"'; drop table jobs"}`,
    `{"extractor_id":"a\\u0000b","status":"Done","file_id":"\\ud800"}`,
    `{"extractor_id":"word-count","message":${'['.repeat(9_000)}${']'.repeat(9_000)}}`,
    '\u001b]0;owned\u0007',
    JSON.stringify({ extractor_id: 'unknown', status: 'Done', file_id: v4() }),
    '{"extractor_id":"word-count","status":"Done","job_id":{"$ne":null}}',
  ];
  const good = Array.from({ length: 200 }, (_, n) => aDelivery('PROCESSING', { jobId, message: `${n}` }));
  const all = Array.from({ length: 1_200 }, (_, n) =>
    n % 6 === 5 ? (good[(n - 5) / 6] as Delivery) : aRawDelivery(hostile[n % hostile.length] ?? ''),
  );
  for (let at = 0; at < all.length; at += 500) await record(...all.slice(at, at + 500));

  const kept = await quarantine();
  expect(kept).toHaveLength(hostile.length);
  expect(kept.reduce((sum, { times }) => sum + times, 0)).toBe(1_000);
  expect((await reportedEvents(jobId)).map(({ message }) => message)).toEqual(good.map((_, n) => `${n}`));
});
