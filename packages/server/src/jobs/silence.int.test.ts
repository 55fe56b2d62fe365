import { sql } from 'kysely';
import { v4 } from 'uuid';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { recordHeartbeat } from '../extractors/record-heartbeats.ts';
import { refreshStatistics } from '../store/extractors/statistics.ts';
import { aReport, createJobsBench, type JobsBench, WORD_COUNT, wanted } from './jobs.builder.ts';
import { aDelivery, submitToBroker } from './record/deliveries.builder.ts';
import { createReportRecorder } from './record/report-recorder.ts';
import { checkSilentJobs } from './silence.ts';
import { submitJobs } from './submit/submit-jobs.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const terms = { minStallMs: 15 * MINUTE, limitMs: 24 * HOUR, maxAttempts: 10 };

// What is usual for an extractor counts: every test has its own.
let bench: JobsBench;
beforeAll(async () => {
  bench = await createJobsBench([
    WORD_COUNT,
    'lost',
    'held',
    'slow',
    'twice',
    'broker',
    'crashing',
    'crowded',
    'forgetful',
    'moving',
    'renewed',
    'measured',
  ]);
});
afterAll(() => bench.close());

const watch = (): Promise<void> => checkSilentJobs(bench, terms, bench.now());

test('a silent job is stalled with a reason until its next report', async () => {
  const id = await bench.submit();
  const attempt = await bench.claim();
  await recordHeartbeat(
    { ...bench, autoEnable: true, approveChanges: false },
    {
      extractor: WORD_COUNT,
      instanceId: v4(),
      version: '1.0',
      lane: 'http',
      host: null,
      intervalMs: HOUR,
      isStopping: false,
    },
  );
  bench.pass(15 * MINUTE);
  await watch();
  expect((await bench.job(id)).progress.flags.has('stalled')).toBe(false);
  bench.pass(1);
  await watch();
  const { progress } = await bench.job(id);
  expect([...progress.flags]).toEqual(['stalled']);
  expect(progress.reason).toEqual({
    code: 'silent',
    text: 'Silent for 15 min; 1 instance alive, last seen 15 min ago',
    facts: {
      silentMs: 15 * MINUTE + 1,
      usualMs: null,
      limitMs: 15 * MINUTE,
      instancesAlive: 1,
      instanceSeenAt: bench.now() - 15 * MINUTE - 1,
      instanceUnseenMs: 15 * MINUTE + 1,
    },
  });

  await watch();
  expect((await bench.events(id)).filter(({ kind }) => kind === 'STALLED')).toHaveLength(1);
  await attempt.report(aReport('PROCESSING', { message: 'still here' }));
  expect((await bench.job(id)).progress).toMatchObject({ flags: new Set(), reason: null });
  await attempt.report(aReport('SUCCEEDED'));
});

test('a job silent for too long is lost until its next report', async () => {
  const id = await bench.submit({ extractor: 'lost' });
  const attempt = await bench.claim('lost');
  bench.pass(24 * HOUR + 1);
  await watch();
  expect((await bench.job(id)).progress).toMatchObject({ state: 'LOST', attempts: [{ outcome: 'LOST' }] });

  bench.pass(3 * MINUTE);
  expect((await attempt.report(aReport('PROCESSING'))).lease).not.toBeNull();
  const reason = { code: 'revived', facts: { lostMs: 3 * MINUTE, silentMs: 24 * HOUR + 3 * MINUTE + 1 } };
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'RUNNING',
    attempts: [{ outcome: 'RUNNING' }],
    reason: { ...reason, text: 'Revived: it reported again 3 min after it was given up' },
  });
  expect((await bench.events(id)).at(-1)).toMatchObject({ kind: 'REVIVED', matchedBy: 'server', reason });
  await attempt.report(aReport('SUCCEEDED'));
  expect((await bench.job(id)).progress).toMatchObject({ state: 'SUCCEEDED', reason: null });
});

test('a job waiting for a claim can be stalled but not lost', async () => {
  const id = await bench.submit({ extractor: 'held' });
  bench.pass(48 * HOUR);
  await watch();

  expect((await bench.job(id)).progress).toMatchObject({ state: 'QUEUED', flags: new Set(['stalled']) });
  await (await bench.claim('held')).report(aReport('SUCCEEDED'));
});

test('a job waiting in the broker is never lost', async () => {
  const id = await submitToBroker(bench, { extractor: 'broker' });
  bench.pass(48 * HOUR);
  await watch();
  expect((await bench.job(id)).progress).toMatchObject({ state: 'QUEUED', flags: new Set(['stalled']) });

  const beat = { extractor: 'broker', instanceId: v4(), version: '1.0', host: null, intervalMs: HOUR };
  const beats = () =>
    recordHeartbeat(
      { ...bench, autoEnable: true, approveChanges: false },
      { ...beat, lane: 'rabbitmq', isStopping: false },
    );
  await beats();
  await watch();
  expect((await bench.job(id)).progress.state).toBe('QUEUED');
  bench.pass(24 * HOUR + 1);
  await beats();
  await watch();
  expect((await bench.job(id)).progress).toMatchObject({ state: 'QUEUED', flags: new Set(['stalled']) });

  await createReportRecorder(bench).recordDeliveries([
    aDelivery('PROCESSING', { jobId: id, extractor: 'broker' }),
  ]);
  expect((await bench.job(id)).progress.state).toBe('RUNNING');
});

test('a job that kills every instance is lost after its attempts', async () => {
  const id = await submitToBroker(bench, { extractor: 'crashing' });
  const start = () => aDelivery('STARTED', { jobId: id, extractor: 'crashing', message: v4() });
  for (let n = 0; n < terms.maxAttempts; n += 1)
    await createReportRecorder(bench).recordDeliveries([start()]);
  await watch();
  expect((await bench.job(id)).progress.state).toBe('RUNNING');
  await createReportRecorder(bench).recordDeliveries([start()]);
  await watch();
  expect((await bench.job(id)).progress).toMatchObject({
    state: 'LOST',
    reason: { code: 'poison_suspected', facts: { attempts: 10, maxAttempts: 10 } },
  });
});

test('a slow extractor is stalled after three times its usual pause', async () => {
  await bench.submit({ extractor: 'slow' });
  const usual = await bench.claim('slow');
  bench.pass(30 * MINUTE);
  await usual.report(aReport('PROCESSING'));
  bench.pass(30 * MINUTE);
  await usual.report(aReport('SUCCEEDED'));
  const id = await bench.submit({ extractor: 'slow' });
  await bench.claim('slow');

  bench.pass(90 * MINUTE);
  await watch();
  expect((await bench.job(id)).progress.flags.has('stalled')).toBe(false);
  bench.pass(1);
  await watch();
  expect((await bench.job(id)).progress.flags.has('stalled')).toBe(true);
});

test('an attempt whose lease is renewed without a report is stalled and never lost', async () => {
  const id = await bench.submit({ extractor: 'renewed' });
  const attempt = await bench.claim('renewed');
  bench.pass(24 * HOUR);
  await attempt.report();
  bench.pass(1);
  await watch();
  expect((await bench.job(id)).progress).toMatchObject({ state: 'RUNNING', flags: new Set(['stalled']) });
  await attempt.report(aReport('SUCCEEDED'));
});

test('the silence of a lost job is not usual for its extractor', async () => {
  const id = await bench.submit({ extractor: 'forgetful' });
  await bench.claim('forgetful');
  bench.pass(24 * HOUR + 1);
  await watch();
  expect((await bench.job(id)).progress.state).toBe('LOST');
  expect((await refreshStatistics(bench.db, 'forgetful', bench.now() + HOUR)).usualGap).toBeNull();
});

test('statistics are computed again after five minutes, once a job has ended', async () => {
  const computedAt = async (): Promise<number | undefined> => {
    const row = await bench.db
      .selectFrom('extractor_statistics')
      .select('computed_at')
      .where('extractor', '=', 'measured')
      .executeTakeFirst();
    return row?.computed_at.getTime();
  };
  await bench.submit({ extractor: 'measured' });
  await watch();
  const first = bench.now();
  expect(await computedAt()).toBe(first);
  bench.pass(6 * MINUTE);
  await watch();
  expect(await computedAt()).toBe(first);

  await (await bench.claim('measured')).report(aReport('SUCCEEDED'));
  await bench.submit({ extractor: 'measured' });
  bench.pass(1);
  await watch();
  expect(await computedAt()).toBe(bench.now());
  await (await bench.claim('measured')).report(aReport('SUCCEEDED'));
  bench.pass(4 * MINUTE);
  expect((await refreshStatistics(bench.db, 'measured', bench.now())).runTimes).toMatchObject([{ runs: 1 }]);
  bench.pass(2 * MINUTE);
  expect((await refreshStatistics(bench.db, 'measured', bench.now())).runTimes).toMatchObject([{ runs: 2 }]);
});

test('a job in a moving line is not stalled', async () => {
  const ids = await bench.db.transaction().execute((trx) =>
    submitJobs(
      trx,
      Array.from({ length: 4 }, () => wanted({ extractor: 'moving' })),
      bench.now(),
    ),
  );
  const last =
    ids
      .map(({ facts }) => facts.id)
      .toSorted()
      .at(-1) ?? '';
  const isStalled = async () => (await bench.job(last)).progress.flags.has('stalled');
  for (let n = 0; n < 3; n += 1) {
    bench.pass(14 * MINUTE);
    await (await bench.claim('moving')).report(aReport('SUCCEEDED'));
    await watch();
    expect(await isStalled()).toBe(false);
  }
  bench.pass(15 * MINUTE + 1);
  await watch();
  expect(await isStalled()).toBe(true);
  const { lastEventAt } = (await bench.job(last)).progress;

  // Another job is started: the line moves, and nothing was reported of this one.
  await bench.submit({ extractor: 'moving', priority: 1_000 });
  await bench.claim('moving');
  await checkSilentJobs({ ...bench, reportsSince: () => null }, terms, bench.now());
  expect(await isStalled()).toBe(true);
  await watch();
  const { progress } = await bench.job(last);
  expect(progress).toMatchObject({ flags: new Set(), reason: null, lastEventAt });
  expect((await bench.events(last)).at(-1)).toMatchObject({ kind: 'STALL_ENDED' });
});

test('a stall is recorded once by two servers', async () => {
  const id = await bench.submit({ extractor: 'twice' });
  await bench.claim('twice');
  bench.pass(HOUR);
  await Promise.all([watch(), watch()]);

  expect((await bench.events(id)).filter(({ kind }) => kind === 'STALLED')).toHaveLength(1);
});

test('jobs without a change do not keep others from being checked', async () => {
  const busy = await bench.submit({ extractor: 'crowded' });
  const last = await bench.claim('crowded');
  bench.pass(1);
  const ids = await bench.db.transaction().execute((trx) =>
    submitJobs(
      trx,
      Array.from({ length: 250 }, () => wanted({ extractor: 'crowded' })),
      bench.now(),
    ),
  );
  // As many jobs as are locked at a time were tried so often that each pass reads them.
  await bench.db
    .updateTable('jobs')
    .set({ attempt_count: terms.maxAttempts })
    .where(
      'id',
      'in',
      ids.slice(0, 240).map(({ facts }) => facts.id),
    )
    .execute();
  bench.pass(2);
  await last.report(aReport('PROCESSING'));
  bench.pass(15 * MINUTE + 1);
  await watch();
  expect((await bench.job(busy)).progress.flags.has('stalled')).toBe(true);
  await watch();
  const { rows } = await sql<{ stalled: number }>`
    select count(*)::integer as stalled from jobs where extractor = 'crowded' and flags @> array['stalled']`.execute(
    bench.db,
  );
  expect(rows[0]?.stalled).toBe(251);
});
