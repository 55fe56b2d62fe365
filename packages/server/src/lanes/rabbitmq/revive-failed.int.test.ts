import type { Instant } from '@pawprint/core';
import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { sql } from 'kysely';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery, type DeliveredKind, submitToBroker } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import { lockJobs } from '../../store/jobs/lock-jobs.ts';
import { beginRun, renewRun } from '../../store/server-runs.ts';
import type { ErrorQueuePorts } from './error-queue.ts';
import { reviveFailed } from './revive-failed.ts';

const ERRORS = `error.${WORD_COUNT}`;

let bench: JobsBench;
let host: VirtualHost;
let model: ChannelModel;
let channel: Channel;
let ports: ErrorQueuePorts;
beforeAll(async () => {
  bench = await createJobsBench();
  await bench.db.updateTable('extractors').set({ queue: WORD_COUNT }).execute();
  host = await createVirtualHost();
  model = await connect(host.url);
  channel = await model.createChannel();
  ports = {
    ...bench,
    replyQueue: 'replies',
    publisher: { publish: () => Promise.reject(new Error('nothing is published')) },
    async withChannel(run) {
      const own = await model.createChannel();
      const result = await run(own);
      await own.close();
      return result;
    },
  };
});
afterAll(async () => {
  await model.close();
  await host.delete();
  await bench.close();
});
beforeEach(async () => {
  await bench.db.deleteFrom('jobs').execute();
  await bench.db.deleteFrom('server_runs').execute();
  await channel.assertQueue(ERRORS, { durable: true });
  await channel.purgeQueue(ERRORS);
});

const report = async (jobId: string, ...kinds: readonly DeliveredKind[]): Promise<void> => {
  for (const kind of kinds) await createReportRecorder(bench).recordDeliveries([aDelivery(kind, { jobId })]);
};
/** A server that answered from a time on, up to now. */
const answeredSince = async (start: Instant, isCaughtUp = true): Promise<string> => {
  const id = v7();
  await beginRun(bench.db, id, start);
  await renewRun(bench.db, id, isCaughtUp, bench.now());
  return id;
};
/** Ten seconds in which a server answers. */
const answersOn = async (id: string): Promise<void> => {
  bench.pass(10_000);
  await renewRun(bench.db, id, true, bench.now());
};
/** As its dispatch leaves it. */
const markDispatched = (id: string) =>
  bench.db.updateTable('jobs').set({ lane: 'rabbitmq' }).where('id', '=', id).execute();
/** A server that was away for ten seconds is back, and has received what was reported meanwhile. */
const outage = async (meanwhile: () => Promise<void>): Promise<void> => {
  await answeredSince(bench.now());
  bench.pass(10_000);
  const back = bench.now();
  await meanwhile();
  bench.pass(1_000);
  await answersOn(await answeredSince(back));
};
const waitingLocks = async () => {
  const { rows } = await sql`select from pg_locks where not granted`.execute(bench.db);
  return rows;
};
const putIntoErrorQueue = async (jobId: string): Promise<void> => {
  channel.sendToQueue(ERRORS, Buffer.from(JSON.stringify({ job_id: jobId, id: 'f1', retry_count: 10 })));
  await expect.poll(async () => (await channel.checkQueue(ERRORS)).messageCount).toBeGreaterThan(0);
};
const stateOf = async (id: string) => {
  const { lane, progress } = await bench.job(id);
  return { lane, state: progress.state, reason: progress.reason?.text ?? null };
};

test('a job that failed in an outage is held again, and its old message removed', async () => {
  const id = await submitToBroker(bench);
  await report(id, 'STARTED', 'RESUBMITTED');
  bench.pass(60_000);
  await outage(() => report(id, 'STARTED', 'RESUBMITTED', 'STARTED', 'ERROR'));
  await putIntoErrorQueue(id);
  expect(await reviveFailed(ports)).toBe(1);
  const reason = 'Taken back: no server answered for 10 s, and 2 of 3 tries ended in that time';
  expect(await stateOf(id)).toEqual({ lane: null, state: 'SUBMITTED', reason });
  expect((await bench.events(id)).at(-1)).toMatchObject({
    kind: 'REVIVED',
    matchedBy: 'server',
    message: reason,
  });
  expect(await channel.checkQueue(ERRORS)).toMatchObject({ messageCount: 0 });
  expect(await reviveFailed(ports)).toBe(0);
});

test('a job is held again after each outage in which it failed, ten times at most', async () => {
  const id = await submitToBroker(bench);
  for (let times = 1; times <= 10; times += 1) {
    await outage(() => report(id, 'STARTED', 'ERROR'));
    expect(await reviveFailed(ports)).toBe(1);
    await markDispatched(id);
  }
  await outage(() => report(id, 'STARTED', 'ERROR'));
  expect(await reviveFailed(ports)).toBe(0);
  expect(await stateOf(id)).toMatchObject({ state: 'FAILED' });
});

test('a job that failed again after it was held stays failed', async () => {
  const id = await submitToBroker(bench);
  await outage(() => report(id, 'STARTED', 'ERROR'));
  expect(await reviveFailed(ports)).toBe(1);
  await markDispatched(id);
  await report(id, 'STARTED', 'ERROR');
  await answersOn(await answeredSince(bench.now()));
  expect(await reviveFailed(ports)).toBe(0);
  expect(await stateOf(id)).toMatchObject({ state: 'FAILED' });
});

test('a job that failed long after an outage that had used up its tries is held again', async () => {
  const id = await submitToBroker(bench);
  await outage(() => report(id, 'STARTED', 'RESUBMITTED', 'RESUBMITTED'));
  expect(await reviveFailed(ports)).toBe(0);
  bench.pass(1_800_000);
  await report(id, 'STARTED', 'ERROR');
  const { id: run } = await bench.db
    .selectFrom('server_runs')
    .select('id')
    .orderBy('started_at', 'desc')
    .executeTakeFirstOrThrow();
  await answersOn(run);
  expect(await reviveFailed(ports)).toBe(1);
  expect(await stateOf(id)).toMatchObject({
    state: 'SUBMITTED',
    reason: 'Taken back: no server answered for 10 s, and 2 of 3 tries ended in that time',
  });
});

test('a failure that was received early and stored late is reviewed too', async () => {
  const [early, late] = [await submitToBroker(bench), await submitToBroker(bench)];
  await outage(() => report(early, 'STARTED', 'ERROR'));
  expect(await reviveFailed(ports)).toBe(1);
  // It was received with the other one.
  bench.pass(-11_000);
  await report(late, 'STARTED', 'ERROR');
  bench.pass(11_000);
  expect(await reviveFailed(ports)).toBe(1);
  expect(await stateOf(late)).toMatchObject({ state: 'SUBMITTED' });
});

test('failures are reviewed in the order of numbers, not of their texts', async () => {
  const other = await submitToBroker(bench);
  await bench.db.updateTable('jobs').set({ last_seq: 99_999 }).where('id', '=', other).execute();
  await sql`select setval('job_event_seq', 100000)`.execute(bench.db);
  const id = await submitToBroker(bench);
  await outage(() => report(id, 'STARTED', 'ERROR'));
  expect(await reviveFailed(ports)).toBe(1);
});

test('a job that somebody has resubmitted stays failed', async () => {
  const id = await submitToBroker(bench);
  await outage(() => report(id, 'STARTED', 'ERROR'));
  await bench.db
    .updateTable('jobs')
    .set({ resubmitted_as: [v7()] })
    .where('id', '=', id)
    .execute();
  expect(await reviveFailed(ports)).toBe(0);
});

test('no failure is reviewed while no server answers', async () => {
  const id = await submitToBroker(bench);
  await outage(() => report(id, 'STARTED', 'ERROR'));
  bench.pass(5_001);
  expect(await reviveFailed(ports)).toBe(0);
  await answersOn(await answeredSince(bench.now()));
  expect(await reviveFailed(ports)).toBe(1);
});

test('an outage is reviewed though the server that ended it stopped before it had caught up', async () => {
  const [inFirst, inSecond, inBoth] = [
    await submitToBroker(bench),
    await submitToBroker(bench),
    await submitToBroker(bench),
  ];
  await answeredSince(bench.now());
  bench.pass(10_000);
  const brieflyBack = bench.now();
  bench.pass(1_000);
  await report(inFirst, 'STARTED', 'ERROR');
  await report(inBoth, 'STARTED', 'RESUBMITTED');
  await answeredSince(brieflyBack, false);
  expect(await reviveFailed(ports)).toBe(0);

  bench.pass(20_000);
  const back = bench.now();
  bench.pass(1_000);
  // Whether it failed in the first outage or in the second cannot be known: its reports come only now.
  await report(inSecond, 'STARTED', 'ERROR');
  await report(inBoth, 'STARTED', 'ERROR');
  const run = await answeredSince(back);
  expect(await reviveFailed(ports)).toBe(0);
  await answersOn(run);
  expect(await reviveFailed(ports)).toBe(3);
  const takenBack = (seconds: number, tries: string) => ({
    lane: null,
    state: 'SUBMITTED',
    reason: `Taken back: no server answered for ${seconds} s, and ${tries} ended in that time`,
  });
  expect(await stateOf(inFirst)).toEqual(takenBack(10, '1 of 1 tries'));
  expect(await stateOf(inSecond)).toEqual(takenBack(30, '1 of 1 tries'));
  expect(await stateOf(inBoth)).toEqual(takenBack(30, '2 of 2 tries'));
  expect(await reviveFailed(ports)).toBe(0);
});

test('a job in use by another transaction is waited for, and two servers hold it again once', async () => {
  const id = await submitToBroker(bench);
  await outage(() => report(id, 'STARTED', 'ERROR'));
  let reviews: Promise<number[]> | undefined;
  await bench.db.transaction().execute(async (trx) => {
    await lockJobs(trx, [id]);
    reviews = Promise.all([reviveFailed(ports), reviveFailed(ports)]);
    await expect.poll(async () => (await waitingLocks()).length).toBeGreaterThan(0);
  });
  expect((await reviews)?.toSorted((one, other) => one - other)).toEqual([0, 1]);
});

test('a job that failed before or after an outage stays failed, with its message', async () => {
  const [before, after] = [await submitToBroker(bench), await submitToBroker(bench)];
  await report(before, 'STARTED', 'ERROR');
  await putIntoErrorQueue(before);
  await outage(async () => undefined);
  await report(after, 'STARTED', 'ERROR');
  expect(await reviveFailed(ports)).toBe(0);
  for (const id of [before, after]) expect(await stateOf(id)).toMatchObject({ state: 'FAILED' });
  expect(await channel.checkQueue(ERRORS)).toMatchObject({ messageCount: 1 });
});

test('no outage is one in which another server answered', async () => {
  const id = await submitToBroker(bench);
  const beside = v7();
  await beginRun(bench.db, beside, bench.now());
  await outage(async () => {
    await report(id, 'STARTED', 'ERROR');
    await renewRun(bench.db, beside, true, bench.now());
  });
  expect(await reviveFailed(ports)).toBe(0);
});
