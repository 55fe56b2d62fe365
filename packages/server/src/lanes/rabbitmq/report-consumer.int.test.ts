import { createSignal, createVirtualHost, type VirtualHost } from '@pawprint/testing';
import { type Channel, type ChannelModel, connect } from 'amqplib';
import { v4 } from 'uuid';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobsBench, type JobsBench, WORD_COUNT } from '../../jobs/jobs.builder.ts';
import { submitToBroker } from '../../jobs/record/deliveries.builder.ts';
import { createReportRecorder } from '../../jobs/record/report-recorder.ts';
import type { Delivery } from '../../model/report.ts';
import { consumeReports } from './consumers.ts';

let host: VirtualHost;
let bench: JobsBench;
let model: ChannelModel;
let channel: Channel;
let queue: string;
beforeAll(async () => {
  host = await createVirtualHost();
  bench = await createJobsBench();
});
beforeEach(async () => {
  model = await connect(host.url);
  channel = await model.createChannel();
  queue = `pawprint.${v4()}.replies`;
});
afterEach(() => model.close().catch(() => undefined));
afterAll(async () => {
  await host.delete();
  await bench.close();
});

const failTest = (error: unknown): never => {
  throw error;
};

const report = (jobId: string | null, kind: string, message: string): Buffer =>
  Buffer.from(
    JSON.stringify({
      file_id: v4(),
      extractor_id: WORD_COUNT,
      job_id: jobId,
      message_type: `StatusMessage.${kind}`,
      message,
    }),
  );

/** Sends over a connection of its own, as extractors do. Resolves when the broker has confirmed all. */
const send = async (...bodies: Buffer[]): Promise<void> => {
  const sending = await connect(host.url);
  const publishing = await sending.createConfirmChannel();
  for (const body of bodies) publishing.sendToQueue(queue, body, { persistent: true });
  await publishing.waitForConfirms();
  await sending.close();
};

const numbered = (count: number): Buffer[] =>
  Array.from({ length: count }, (_, n) => report(null, 'processing', `${n}`));

const messageOf = ({ parsed }: Delivery): string => (parsed.ok ? parsed.status.message : parsed.reason);

/** Records deliveries in memory. `full` is given once there are `count` of them. */
const collector = (count: number) => {
  const batches: (readonly Delivery[])[] = [];
  const full = createSignal();
  const record = async (batch: readonly Delivery[]): Promise<void> => {
    batches.push(batch);
    if (batches.flat().length >= count) full.give();
  };
  return { batches, full, record, messages: () => batches.flat().map(messageOf) };
};

test('reports are recorded in order, and acknowledged when they are stored', async () => {
  const collected = collector(5_000);
  const consuming = await consumeReports(channel, { queue, record: collected.record, onError: failTest });
  await send(...numbered(5_000));
  await collected.full.given;
  await consuming.stop();
  await channel.close();

  expect(collected.messages()).toEqual(Array.from({ length: 5_000 }, (_, n) => `${n}`));
  expect((await (await model.createChannel()).checkQueue(queue)).messageCount).toBe(0);
});

test('a batch that cannot be stored is recorded again, before all others', async () => {
  const collected = collector(50);
  const errors: unknown[] = [];
  let failures = 3;
  const record = async (batch: readonly Delivery[]): Promise<void> => {
    failures -= 1;
    if (failures >= 0) throw new Error('the database is away');
    await collected.record(batch);
  };
  const consuming = await consumeReports(channel, { queue, record, onError: (error) => errors.push(error) });
  await send(...numbered(50));
  await collected.full.given;
  await consuming.stop();

  expect(errors).toHaveLength(3);
  expect(collected.messages()).toEqual(Array.from({ length: 50 }, (_, n) => `${n}`));
  expect(collected.batches.flat().every(({ redelivered }) => !redelivered)).toBe(true);
});

test('reports not stored when the channel closed are redelivered, and marked so', async () => {
  const failed = createSignal();
  const consuming = await consumeReports(channel, {
    queue,
    onError: () => failed.give(),
    record: () => Promise.reject(new Error('the database is away')),
  });
  await send(...numbered(10));
  await failed.given;
  await channel.close();
  await consuming.stop();

  const collected = collector(10);
  const next = await consumeReports(await model.createChannel(), {
    queue,
    record: collected.record,
    onError: failTest,
  });
  await collected.full.given;
  await next.stop();
  expect(collected.messages()).toEqual(Array.from({ length: 10 }, (_, n) => `${n}`));
  expect(collected.batches.flat().every(({ redelivered }) => redelivered)).toBe(true);
});

test('a stop waits for the batch being stored, and acknowledges it', async () => {
  const [entered, leave] = [createSignal(), createSignal()];
  const consuming = await consumeReports(channel, {
    queue,
    onError: failTest,
    record: async () => {
      entered.give();
      await leave.given;
    },
  });
  await send(...numbered(1));
  await entered.given;
  const stopped = consuming.stop();
  leave.give();
  await stopped;
  await channel.close();

  expect((await (await model.createChannel()).checkQueue(queue)).messageCount).toBe(0);
});

test('a stop does not wait for an unavailable database', async () => {
  const failed = createSignal();
  const consuming = await consumeReports(channel, {
    queue,
    onError: () => failed.give(),
    record: () => Promise.reject(new Error('away')),
  });
  await send(...numbered(1));
  await failed.given;
  await consuming.stop();
  await channel.close();
  expect((await (await model.createChannel()).checkQueue(queue)).messageCount).toBe(1);
});

test('of two servers one consumes, so that reports stay in order', async () => {
  const [one, other] = [collector(1), collector(1)];
  const second = await model.createChannel();
  const consuming = await consumeReports(channel, { queue, record: one.record, onError: failTest });
  const waiting = await consumeReports(second, { queue, record: other.record, onError: failTest });
  await send(...numbered(1));
  await one.full.given;
  await consuming.stop();
  await send(...numbered(2));
  await other.full.given;
  await waiting.stop();

  expect(one.messages()).toEqual(['0']);
  expect(other.messages()[0]).toBe('0');
});

test('a server that dies before it acknowledges leaves no event twice', async () => {
  const jobId = await submitToBroker(bench);
  const bodies = [
    report(jobId, 'start', 'Started processing.'),
    report(jobId, 'processing', 'half'),
    report(jobId, 'done', 'Done processing.'),
  ];
  const stored = createSignal();
  const dying = await consumeReports(channel, {
    queue,
    onError: failTest,
    record: async (batch) => {
      await createReportRecorder(bench).recordDeliveries(batch);
      stored.give();
      await new Promise(() => undefined);
    },
  });
  await send(...bodies);
  await stored.given;
  await model.close();

  model = await connect(host.url);
  const all = collector(3);
  const next = await consumeReports(await model.createChannel(), {
    queue,
    onError: failTest,
    record: async (batch) => {
      await createReportRecorder(bench).recordDeliveries(batch);
      await all.record(batch);
    },
  });
  await all.full.given;
  await next.stop();
  const reported = (await bench.events(jobId)).filter(({ matchedBy }) => matchedBy !== 'server');
  expect(reported.map(({ kind }) => kind)).toEqual(['STARTED', 'PROCESSING', 'SUCCEEDED']);
  expect((await bench.job(jobId)).progress.attempts).toMatchObject([{ number: 1, outcome: 'SUCCEEDED' }]);
  expect(dying).toBeDefined();
});
