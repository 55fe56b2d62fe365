import type { Instant } from '@pawprint/core';
import { createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { aDelivery, type DeliveredKind, submitToBroker } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
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
const answeredSince = async (start: Instant): Promise<void> => {
  const id = v7();
  await beginRun(bench.db, id, start);
  await renewRun(bench.db, id, true, bench.now());
};
/** A server that was away for ten seconds is back, and has received what was reported meanwhile. */
const outage = async (meanwhile: () => Promise<void>): Promise<void> => {
  await answeredSince(bench.now());
  bench.pass(10_000);
  const back = bench.now();
  await meanwhile();
  bench.pass(1_000);
  await answeredSince(back);
  bench.pass(10_000);
};
const putIntoErrorQueue = async (jobId: string): Promise<void> => {
  channel.sendToQueue(ERRORS, Buffer.from(JSON.stringify({ job_id: jobId, id: 'f1', retry_count: 10 })));
  await expect.poll(async () => (await channel.checkQueue(ERRORS)).messageCount).toBeGreaterThan(0);
};
const stateOf = async (id: string) => {
  const { lane, progress } = await bench.job(id);
  return { lane, state: progress.state, reason: progress.reason?.text ?? null };
};

test('a job that failed in an outage is held again, once, and its old message removed', async () => {
  const id = await submitToBroker(bench);
  await report(id, 'STARTED', 'RESUBMITTED');
  bench.pass(60_000);
  await outage(() => report(id, 'STARTED', 'RESUBMITTED', 'STARTED', 'ERROR'));
  await putIntoErrorQueue(id);
  expect(await reviveFailed(ports)).toBe(1);
  const reason =
    'Taken back: no server answered for 10 s, and 2 of 3 tries ended in that time, the last among them';
  expect(await stateOf(id)).toEqual({ lane: null, state: 'SUBMITTED', reason });
  expect((await bench.events(id)).at(-1)).toMatchObject({
    kind: 'REVIVED',
    matchedBy: 'server',
    message: reason,
  });
  expect(await channel.checkQueue(ERRORS)).toMatchObject({ messageCount: 0 });
  expect(await reviveFailed(ports)).toBe(0);

  await bench.db.updateTable('jobs').set({ lane: 'rabbitmq' }).where('id', '=', id).execute();
  await outage(() => report(id, 'STARTED', 'ERROR'));
  expect(await reviveFailed(ports)).toBe(0);
  expect(await stateOf(id)).toMatchObject({ state: 'FAILED' });
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
